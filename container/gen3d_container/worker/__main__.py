"""`python -m gen3d_container.worker --model sam3 --channel FD`: loads one model and answers jobs until EOF."""

from __future__ import annotations

import argparse
import logging
import socket
import time

from gen3d_container.contract import ErrorAnswer, answer_json, parse_job
from gen3d_container.log import log_to_stderr
from gen3d_container.settings import read_settings
from gen3d_container.storage import connect
from gen3d_container.worker.choices import CHOICES, Handler, handler_of
from gen3d_container.worker.failures import classified, leaves_gpu_unusable
from gen3d_container.worker.protocol import Answered, Fault, Ready, encode

log = logging.getLogger("gen3d.worker")


def main() -> None:
    parser = argparse.ArgumentParser(prog="gen3d_container.worker")
    parser.add_argument("--model", choices=CHOICES, required=True)
    parser.add_argument("--channel", type=int, required=True, help="file descriptor of the socket to the server")
    chosen = parser.parse_args()
    log_to_stderr()
    began = time.monotonic()
    handle = handler_of(chosen.model, connect(), read_settings())
    log.info("model loaded", extra={"worker": chosen.model, "seconds": round(time.monotonic() - began, 2)})
    with socket.socket(fileno=chosen.channel) as channel, channel.makefile("rwb", buffering=0) as line:
        answer_jobs(line, handle)


def answer_jobs(channel: socket.SocketIO, handle: Handler) -> None:
    """One job after the other, until the server closes its side or a job left the GPU unusable."""
    channel.write(encode(Ready()))
    while body := channel.readline():
        message = answer_one(body, handle)
        channel.write(encode(message))
        if message.leaves:
            return


def answer_one(body: bytes, handle: Handler) -> Answered | Fault:
    """Runs one job; never raises."""
    began = time.monotonic()
    job_id = ""
    try:
        job = parse_job(body)
        job_id = job.job_id
        answer = handle(job)
        facts = {"job_id": job_id, "task": job.task, "seconds": round(time.monotonic() - began, 3)}
        log.info("job done", extra=facts)
        return Answered(answer_json(answer))
    except Exception as error:
        return _failed(error, job_id)


def _failed(error: Exception, job_id: str) -> Answered | Fault:
    leaves = leaves_gpu_unusable(error)
    told = classified(error)
    if told is None:
        log.exception("job failed for no reason of its own", extra={"job_id": job_id})
        return Fault(f"The worker met {type(error).__name__}; its log has the trace.", leaves)
    log.warning(told.message, extra={"job_id": job_id, "code": told.code.value}, exc_info=told.__cause__)
    return Answered(answer_json(ErrorAnswer.of(told)), leaves)


if __name__ == "__main__":
    main()
