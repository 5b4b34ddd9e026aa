"""A worker that does what the job's session id says. It knows nothing but the protocol.

    python scripted_worker.py FOLDER TASK --channel FD

FOLDER holds gates (files whose appearance lets go on), `loads`, a line for each start, and `runs`, a line for each
beginning and end of a job. The gates `may-load-TASK`, `dies-loading-TASK` and so on concern one task.
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
    folder, task, channel = Path(sys.argv[1]), sys.argv[2], int(sys.argv[4])
    note(folder, f"load {task}", "loads")
    with socket.socket(fileno=channel) as ours, ours.makefile("rwb", buffering=0) as line:
        load(folder, task, line)
        say(line, {"ready": True})
        while body := line.readline():
            act(folder, line, json.loads(body)["session_id"])


def load(folder: Path, task: str, line: Any) -> None:
    while True:
        if (folder / f"dies-loading-{task}").exists():
            print("the last line of its log", file=sys.stderr, flush=True)
            sys.exit(7)
        if (folder / f"killed-loading-{task}").exists():
            os.kill(os.getpid(), signal.SIGKILL)
        twice = (folder / f"fails-twice-{task}").exists() and loads(folder, task) <= 2
        if twice or (folder / f"fails-loading-{task}").exists():
            failed = {"code": "WeightsUnusable", "message": "pipeline.yaml is missing.", "traceback": "the last call"}
            say(line, {"failed": failed})
            sys.exit(10)
        if (folder / "may-load").exists() or (folder / f"may-load-{task}").exists():
            return
        time.sleep(0.01)


def loads(folder: Path, task: str) -> int:
    return (folder / "loads").read_text().splitlines().count(f"load {task}")


def act(folder: Path, line: Any, session: str) -> None:
    note(folder, f"begin {session}")
    if session.startswith("gated"):
        wait_for(folder / "may-answer")
    if session.startswith("slow"):
        time.sleep(0.8)
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


def note(folder: Path, text: str, file: str = "runs") -> None:
    with (folder / file).open("a") as lines:
        lines.write(text + "\n")


def wait_for(gate: Path) -> None:
    while not gate.exists():
        time.sleep(0.01)


if __name__ == "__main__":
    main()
