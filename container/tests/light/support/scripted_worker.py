"""A worker that does what the job's session id says. It knows nothing but the protocol.

    python scripted_worker.py FOLDER --channel FD

FOLDER holds gates (files whose appearance lets go on) and `runs`, a line for each beginning and end of a job.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

ANSWER = {
    "status": "success",
    "task": "get_embedding",
    "embeddings_s3_key": "users/user-1/sessions/s/embeddings.json",
    "image_size": [96, 64],
    "model": {"name": "scripted", "revision": "1", "preview": True},
}


def main() -> None:
    folder, channel = Path(sys.argv[1]), int(sys.argv[3])
    if (folder / "cannot-start").exists():
        sys.exit(7)
    wait_for(folder / "may-load")
    with socket.socket(fileno=channel) as ours, ours.makefile("rwb", buffering=0) as line:
        say(line, {"ready": True})
        while body := line.readline():
            act(folder, line, json.loads(body)["session_id"])


def act(folder: Path, line: Any, session: str) -> None:
    note(folder, f"begin {session}")
    if session.startswith("gated"):
        wait_for(folder / "may-answer")
    note(folder, f"end {session}")
    if session == "crash":
        os._exit(3)
    if session == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if session == "hang":
        time.sleep(600)
    if session == "babble":
        line.write(b"tra la la\n")
    elif session == "fault":
        say(line, {"fault": "the worker met a bug"})
    elif session == "out-of-memory":
        say(line, {"answer": {"status": "error", "error": {"code": "OutOfMemory", "message": "no room"}}})
    else:
        say(line, {"answer": {**ANSWER, "timings": {"total": 0, "pid": os.getpid()}}, "leaves": session == "leave"})
    if session == "leave":
        sys.exit(0)


def say(line: Any, message: dict[str, object]) -> None:
    line.write(json.dumps(message).encode() + b"\n")


def note(folder: Path, text: str) -> None:
    with (folder / "runs").open("a") as runs:
        runs.write(text + "\n")


def wait_for(gate: Path) -> None:
    while not gate.exists():
        time.sleep(0.01)


if __name__ == "__main__":
    main()
