"""What server and worker say to each other: one JSON object a line, over a socket that both inherit.

Down goes a job, as the contract has it. Up comes `{"ready": true}` once the model is loaded, then for each job
`{"answer": …}`, or `{"fault": "…"}` when something failed that no code describes; `"leaves": true` beside either
says that the worker ends after it, to be made anew.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

#: Longest line, in bytes: a job is at most 128,000, an answer far less.
MAX_LINE = 2**20


@dataclass(frozen=True)
class Ready:
    pass


@dataclass(frozen=True)
class Answered:
    """`body` is the answer as JSON."""

    body: bytes
    leaves: bool = False


@dataclass(frozen=True)
class Fault:
    message: str
    leaves: bool = False


Message = Ready | Answered | Fault


class ProtocolError(Exception):
    """The worker said something that is no message."""


def encode(message: Message) -> bytes:
    match message:
        case Ready():
            said: dict[str, Any] = {"ready": True}
        case Answered(body, leaves):
            said = {"answer": json.loads(body), "leaves": leaves}
        case Fault(text, leaves):
            said = {"fault": text, "leaves": leaves}
    return json.dumps(said).encode() + b"\n"


def decode(line: bytes) -> Message:
    """:raises ProtocolError: when the line is no message"""
    try:
        said = json.loads(line)
    except ValueError:
        said = None
    match said:
        case {"ready": True}:
            return Ready()
        case {"answer": dict() as answer, **rest}:
            return Answered(json.dumps(answer).encode(), rest.get("leaves") is True)
        case {"fault": str() as text, **rest}:
            return Fault(text, rest.get("leaves") is True)
        case _:
            raise ProtocolError(f"no message: {line[:80]!r}")
