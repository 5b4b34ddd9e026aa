"""`python -m gen3d_container.worker --model sam3 --channel FD`: loads one model and answers jobs until EOF."""

from __future__ import annotations

import argparse
import faulthandler
import logging
import socket
import sys
import time
from typing import Any

from gen3d_container.contract import ErrorAnswer, answer_json, parse_job
from gen3d_container.facts import environment_facts, host_facts, weights_facts
from gen3d_container.gpu import peak_memory
from gen3d_container.log import log_to_stderr
from gen3d_container.settings import Settings, read_settings
from gen3d_container.storage import connect
from gen3d_container.worker.choices import CHOICES, FOLDERS, Choice, Handler, handler_of
from gen3d_container.worker.failures import classified, leaves_gpu_unusable
from gen3d_container.worker.load_failures import load_failure_of
from gen3d_container.worker.protocol import Answered, Failed, Fault, Ready, encode

log = logging.getLogger("gen3d.worker")


def main() -> None:
    parser = argparse.ArgumentParser(prog="gen3d_container.worker")
    parser.add_argument("--model", choices=CHOICES, required=True)
    parser.add_argument("--channel", type=int, required=True, help="file descriptor of the socket to the server")
    chosen = parser.parse_args()
    log_to_stderr()
    # Native code that crashes leaves a traceback for the container's log.
    faulthandler.enable()
    with socket.socket(fileno=chosen.channel) as channel, channel.makefile("rwb", buffering=0) as line:
        answer_jobs(line, load(chosen.model, line))


def load(model: Choice, channel: socket.SocketIO) -> Handler:
    """Loads the model, or tells the server why that fails and exits."""
    began = time.monotonic()
    settings = read_settings()
    try:
        handle = handler_of(model, connect(), settings)
    except Exception as error:
        failure = load_failure_of(error)
        channel.write(encode(Failed(failure)))
        sys.exit(failure.exit_status)
    seconds = round(time.monotonic() - began, 2)
    log.info("model loaded", extra={"worker": model, "seconds": seconds, "facts": facts_of(model, settings)})
    return handle


def facts_of(model: Choice, settings: Settings) -> dict[str, Any]:
    """What explains the model's behaviour on this computer, for one line of the log."""
    folder = FOLDERS.get(model)
    weights = {"weights": weights_facts(settings.gen3d_model_folder / folder)} if folder else {}
    return {**environment_facts(), "host": host_facts(), "peak_memory": peak_memory(), **weights}


def answer_jobs(channel: socket.SocketIO, handle: Handler) -> None:
    """Runs jobs until the server closes its side or a job makes the GPU unusable."""
    channel.write(encode(Ready()))
    while body := channel.readline():
        message = answer_one(body, handle)
        channel.write(encode(message))
        if message.leaves:
            return


def answer_one(body: bytes, handle: Handler) -> Answered | Fault:
    """Runs one job. Never raises."""
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
        log.exception("job failed unexpectedly", extra={"job_id": job_id})
        return Fault(f"The worker failed with {type(error).__name__}. See its log.", leaves)
    log.warning(told.message, extra={"job_id": job_id, "code": told.code.value}, exc_info=told.__cause__)
    return Answered(answer_json(ErrorAnswer.of(told)), leaves)


if __name__ == "__main__":
    main()
