"""The protocol between server and worker: one JSON object per line over an inherited socket.

The server sends jobs as in the contract. The worker sends `{"ready": true}` once the model is loaded, or
`{"failed": {…}}` when it cannot be, and exits. It then sends for each job `{"answer": …}`, or `{"fault": "…"}` for a
failure without a code. `"leaves": true` means that the worker exits afterwards and must be replaced.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from gen3d_container.loads import LoadCode, LoadFailure

#: Longest line in bytes. A job has at most 128,000 bytes, an answer far fewer.
MAX_LINE = 2**20


@dataclass(frozen=True)
class Ready:
    pass


@dataclass(frozen=True)
class Failed:
    """The model could not be loaded."""

    failure: LoadFailure


@dataclass(frozen=True)
class Answered:
    """`body` is the answer as JSON."""

    body: bytes
    leaves: bool = False


@dataclass(frozen=True)
class Fault:
    message: str
    leaves: bool = False


Message = Ready | Failed | Answered | Fault


class ProtocolError(Exception):
    """The worker sent an invalid message."""


def encode(message: Message) -> bytes:
    match message:
        case Ready():
            said: dict[str, Any] = {"ready": True}
        case Failed(failure):
            said = {"failed": asdict(failure)}
        case Answered(body, leaves):
            said = {"answer": json.loads(body), "leaves": leaves}
        case Fault(text, leaves):
            said = {"fault": text, "leaves": leaves}
    return json.dumps(said).encode() + b"\n"


def decode(line: bytes) -> Message:
    """Parses a message. :raises ProtocolError: when the line is invalid"""
    try:
        said = json.loads(line)
    except ValueError:
        said = None
    match said:
        case {"ready": True}:
            return Ready()
        case {"failed": {"code": str() as code, "message": str() as text, "traceback": str() as lines}}:
            return Failed(LoadFailure(_load_code(code), text, lines))
        case {"answer": dict() as answer, **rest}:
            return Answered(json.dumps(answer).encode(), rest.get("leaves") is True)
        case {"fault": str() as text, **rest}:
            return Fault(text, rest.get("leaves") is True)
        case _:
            raise ProtocolError(f"invalid message: {line[:80]!r}")


def _load_code(code: str) -> LoadCode:
    try:
        return LoadCode(code)
    except ValueError:
        raise ProtocolError(f"unknown code of a failed load: {code[:80]!r}") from None
