"""A worker answers every job and exits when its GPU is unusable."""

from __future__ import annotations

import json
import socket
import threading

import pytest

from gen3d_container.contract import Answer, Job
from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.settings import Settings
from gen3d_container.worker.__main__ import answer_jobs, answer_one
from gen3d_container.worker.choices import handler_of
from gen3d_container.worker.protocol import Answered, Fault, ProtocolError, Ready, decode, encode
from tests.light.support.jobs import MASK, PHOTO, MemoryStorage, embedding_json, reconstruction_json
from tests.light.support.pictures import disc, file_of, mask_file, photo


def storage() -> MemoryStorage:
    return MemoryStorage({(PHOTO, "p1"): file_of(photo()), (MASK, "m1"): mask_file(disc())})


def body_of(job: dict[str, object]) -> bytes:
    return json.dumps(job).encode()


def failing(error: Exception):  # noqa: ANN201
    def handle(job: Job) -> Answer:
        raise error

    return handle


def code_of(message: Answered | Fault) -> str:
    assert isinstance(message, Answered)
    return json.loads(message.body)["error"]["code"]


@pytest.mark.parametrize("message", [Ready(), Answered(b'{"a": 1}', True), Answered(b"{}"), Fault("why", True)])
def test_messages_round_trip(message: Ready | Answered | Fault) -> None:
    assert decode(encode(message)) == message


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b"{}", b'{"ready": 1}', b'{"answer": "text"}'])
def test_rejects_an_invalid_message(line: bytes) -> None:
    with pytest.raises(ProtocolError):
        decode(line)


def test_a_worker_rejects_other_tasks() -> None:
    embedding = handler_of("stand-in-embedding", storage(), Settings())
    reconstruction = handler_of("stand-in-reconstruction", storage(), Settings())

    assert isinstance(answer_one(body_of(embedding_json()), embedding), Answered)
    assert code_of(answer_one(body_of(reconstruction_json()), embedding)) == "InvalidJob"
    assert code_of(answer_one(body_of(embedding_json()), reconstruction)) == "InvalidJob"


def test_a_missing_photo_is_answered() -> None:
    handle = handler_of("stand-in-embedding", MemoryStorage({}), Settings())

    assert code_of(answer_one(body_of(embedding_json()), handle)) == "ObjectMissing"


def test_a_bug_is_reported_without_its_text() -> None:
    message = answer_one(body_of(embedding_json()), failing(KeyError("users/user-1/secret")))

    assert isinstance(message, Fault)
    assert "secret" not in message.message


def test_a_cuda_error_makes_the_worker_exit() -> None:
    broken = ModelError(ErrorCode.MODEL_FAILED, "The model failed.")
    broken.__cause__ = RuntimeError("CUDA error: an illegal memory access was encountered")

    message = answer_one(body_of(embedding_json()), failing(broken))

    assert message.leaves
    assert code_of(message) == "ModelFailed"


def test_out_of_gpu_memory_keeps_the_worker() -> None:
    error = ModelError(ErrorCode.OUT_OF_MEMORY, "CUDA out of memory")

    assert not answer_one(body_of(embedding_json()), failing(error)).leaves


def test_jobs_are_answered_in_turn_until_the_server_closes() -> None:
    ours, theirs = socket.socketpair()
    handle = handler_of("stand-in-embedding", storage(), Settings())
    worker = threading.Thread(target=lambda: answer_jobs(theirs.makefile("rwb", buffering=0), handle))
    worker.start()

    with ours, ours.makefile("rwb", buffering=0) as line:
        assert decode(line.readline()) == Ready()
        for _ in range(2):
            line.write(body_of(embedding_json()) + b"\n")
            assert isinstance(decode(line.readline()), Answered)
        ours.shutdown(socket.SHUT_WR)
        worker.join(5)

    theirs.close()
    assert not worker.is_alive()
