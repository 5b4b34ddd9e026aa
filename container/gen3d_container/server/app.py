"""The routes GET /ping and POST /invocations."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from gen3d_container.contract import MAX_JOB_BYTES, ErrorAnswer, answer_json, parse_job
from gen3d_container.errors import ModelError
from gen3d_container.server.dispatcher import BusyError, Dispatcher
from gen3d_container.server.worker import WorkerFault

log = logging.getLogger("gen3d.server")


class TooLargeError(Exception):
    """The body is too large for a job."""


def make_app(dispatcher: Dispatcher) -> Starlette:
    """Creates the ASGI application, which starts and stops the workers."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        dispatcher.start()
        try:
            yield
        finally:
            await dispatcher.stop()

    async def ping(_: Request) -> Response:
        return Response(status_code=200 if dispatcher.usable else 503)

    async def invocations(request: Request) -> Response:
        return await invoke(dispatcher, request)

    routes = [Route("/ping", ping, methods=["GET"]), Route("/invocations", invocations, methods=["POST"])]
    return Starlette(routes=routes, lifespan=lifespan)


async def invoke(dispatcher: Dispatcher, request: Request) -> Response:
    """Answers handled errors with 200, so that their code reaches SageMaker's output object."""
    job_id = None
    try:
        job = parse_job(await _body(request))
        job_id = job.job_id
        return _json(200, await dispatcher.run(job, job.model_dump_json(exclude_none=True).encode()))
    except ModelError as error:
        log.warning(error.message, extra={"job_id": job_id, "code": error.code.value})
        return _json(200, answer_json(ErrorAnswer.of(error)))
    except BusyError as error:
        return _error(503, "ServerBusy", str(error), job_id)
    except WorkerFault as error:
        return _error(500, "InternalError", str(error), job_id)
    except TooLargeError:
        return _error(413, "JobTooLarge", f"The job is too large. The limit is {MAX_JOB_BYTES} bytes.")
    except ClientDisconnect:
        return _error(400, "ClientGone", "The client disconnected before its job was read.")


async def _body(request: Request) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_JOB_BYTES:
            raise TooLargeError
        parts.append(part)
    return b"".join(parts)


def _json(status: int, body: bytes) -> Response:
    return Response(body, status_code=status, media_type="application/json")


def _error(status: int, code: str, message: str, job_id: str | None = None) -> Response:
    log.error(message, extra={"job_id": job_id, "code": code})
    return _json(status, json.dumps({"error": {"code": code, "message": message}}).encode())
