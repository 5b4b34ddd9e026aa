"""The server as SageMaker meets it: real processes, scripted workers."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.light.support.jobs import KEYS, embedding_json
from tests.light.support.running import Running, request, running, until

Start = Callable[..., AbstractContextManager[Running]]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """A server whose workers are loaded and answer at once, unless told otherwise."""

    @contextmanager
    def started(gates: tuple[str, ...] = ("may-load",), **settings: str) -> Iterator[Running]:
        for gate in gates:
            (tmp_path / gate).touch()
        with running("tests.light.support.scripted_server", tmp_path, str(tmp_path), **settings) as server:
            if "may-load" in gates:
                until(lambda: server.ping() == 200)
            yield server

    return started


def job(session: str) -> dict[str, Any]:
    prefix = f"users/user-1/sessions/{session}/"
    return embedding_json(session_id=session, image={"key": f"{prefix}original_image.png", "version": "1"})


def code(answer: tuple[int, Any]) -> tuple[int, str]:
    status, body = answer
    return status, body["error"]["code"]


def pid(answer: tuple[int, Any]) -> int:
    status, body = answer
    assert (status, body["status"]) == (200, "success")
    return int(body["timings"]["pid"])


def test_ping_says_no_until_the_models_are_loaded(start: Start) -> None:
    with start(gates=()) as server:
        assert server.ping() == 503

        server.open_gate("may-load")

        until(lambda: server.ping() == 200)


def test_a_job_that_comes_while_models_load_waits_for_them(start: Start) -> None:
    with start(gates=()) as server:
        early = server.invoke_later(job("early"))
        until(lambda: server.ping() == 503)

        server.open_gate("may-load")

        assert pid(early.result()) > 0


def test_four_at_once_are_answered_and_the_gpu_has_one_at_a_time(start: Start) -> None:
    with start() as server:
        answers = [server.invoke_later(job(f"gated-{number}")) for number in range(4)]
        until(lambda: len(server.runs()) == 1)
        server.open_gate("may-answer")
        seen = [answer.result() for answer in answers]

        assert [status for status, _ in seen] == [200] * 4
        runs = server.runs()
        assert [line.split()[0] for line in runs] == ["begin", "end"] * 4
        assert [line.split()[1] for line in runs[::2]] == [line.split()[1] for line in runs[1::2]]


def test_the_fifth_is_sent_away(start: Start) -> None:
    with start() as server:
        inside = [server.invoke_later(job(f"gated-{number}")) for number in range(4)]
        until(lambda: _inside(server) == 4)

        assert code(server.invoke(job("fifth"))) == (503, "ServerBusy")
        refused = next(line for line in _log(server) if '"ServerBusy"' in line)
        assert json.loads(refused)["job_id"] == job("fifth")["job_id"]

        server.open_gate("may-answer")

        assert [answer.result()[0] for answer in inside] == [200] * 4
        assert server.invoke(job("after"))[0] == 200


def test_ping_answers_in_time_while_jobs_run(start: Start) -> None:
    with start() as server:
        answers = [server.invoke_later(job(f"gated-{number}")) for number in range(4)]
        until(lambda: len(server.runs()) == 1)

        assert [server.ping() for _ in range(50)] == [200] * 50

        server.open_gate("may-answer")
        assert [answer.result()[0] for answer in answers] == [200] * 4


@pytest.mark.parametrize(
    ("session", "how"), [("crash", "ended with status 3"), ("killed", "was ended by SIGKILL"), ("babble", "SIGKILL")]
)
def test_a_worker_that_dies_fails_its_job_and_is_replaced(start: Start, session: str, how: str) -> None:
    with start() as server:
        before = pid(server.invoke(job("before")))

        died = server.invoke(job(session))

        assert code(died) == (200, "WorkerDied")
        assert how in died[1]["error"]["message"]
        assert server.ping() == 200
        until(lambda: server.invoke(job("after"))[1]["status"] == "success")
        assert pid(server.invoke(job("after"))) != before


def test_a_worker_that_hangs_is_ended_and_replaced(start: Start) -> None:
    with start(GEN3D_EMBEDDING_SECONDS="0.3") as server:
        assert code(server.invoke(job("hang"))) == (200, "ModelTimedOut")

        until(lambda: server.invoke(job("after"))[1]["status"] == "success")


def test_running_out_of_memory_is_told_and_the_worker_stays(start: Start) -> None:
    with start() as server:
        before = pid(server.invoke(job("before")))

        assert code(server.invoke(job("out-of-memory"))) == (200, "OutOfMemory")

        assert pid(server.invoke(job("after"))) == before


def test_a_worker_that_leaves_is_replaced_before_the_next_job(start: Start) -> None:
    with start() as server:
        before = pid(server.invoke(job("leave")))

        assert pid(server.invoke(job("after"))) != before


def test_a_fault_without_a_code_is_a_500(start: Start) -> None:
    with start() as server:
        assert code(server.invoke(job("fault"))) == (500, "InternalError")

        assert server.invoke(job("after"))[0] == 200


def test_who_waits_too_long_for_the_gpu_is_told(start: Start) -> None:
    with start(GEN3D_WAITING_SECONDS="0.2") as server:
        first = server.invoke_later(job("gated-first"))
        until(lambda: len(server.runs()) == 1)

        assert code(server.invoke(job("second"))) == (200, "ModelTimedOut")

        server.open_gate("may-answer")
        assert first.result()[0] == 200


def test_a_worker_that_cannot_come_back_makes_the_container_unusable(start: Start) -> None:
    with start() as server:
        server.open_gate("cannot-start")
        server.invoke(job("crash"))

        until(lambda: server.ping() == 503)

        assert code(server.invoke(job("after"))) == (200, "WorkerDied")


def test_sigterm_lets_the_running_job_finish_and_sends_away_who_waits(start: Start) -> None:
    with start() as server:
        first = server.invoke_later(job("gated-first"))
        until(lambda: len(server.runs()) == 1)
        second = server.invoke_later(job("second"))
        until(lambda: _inside(server) == 2)

        server.process.send_signal(signal.SIGTERM)
        waiting = second.result()
        server.open_gate("may-answer")

        assert code(waiting) == (200, "WorkerDied")
        worker = pid(first.result())
        assert server.process.wait(20) in (0, -signal.SIGTERM)
        until(lambda: not _alive(worker))


def test_sigterm_does_not_wait_for_ever(start: Start) -> None:
    with start(GEN3D_DRAIN_SECONDS="0.3") as server:
        hanging = server.invoke_later(job("hang"))
        until(lambda: len(server.runs()) == 2)

        server.process.send_signal(signal.SIGTERM)

        assert code(hanging.result()) == (200, "WorkerDied")
        assert server.process.wait(20) in (0, -signal.SIGTERM)


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        (b"", 200, "InvalidJob"),
        (b"{", 200, "InvalidJob"),
        (json.dumps(embedding_json(task="make_tea")).encode(), 200, "InvalidJob"),
        (json.dumps(embedding_json(image={"key": KEYS.mask, "version": "1"})).encode(), 200, "InvalidJob"),
        (b" " * 128_001, 413, "JobTooLarge"),
    ],
    ids=["empty", "cut", "unknown task", "key of something else", "too large"],
)
def test_bad_requests_are_told_and_harm_nothing(start: Start, body: bytes, status: int, told: str) -> None:
    with start() as server:
        assert code(server.invoke(body)) == (status, told)

        assert server.ping() == 200
        assert server.invoke(job("after"))[0] == 200


def test_only_the_two_routes_answer(start: Start) -> None:
    with start() as server:
        assert request(f"{server.url}/", None, 5)[0] == 404
        assert request(f"{server.url}/invocations", None, 5)[0] == 405
        assert request(f"{server.url}/ping", b"", 5)[0] == 405


def _log(server: Running) -> list[str]:
    return (server.folder / "log").read_text().splitlines()


def _inside(server: Running) -> int:
    """Jobs that the server has begun to handle, by its log."""
    begun = [line for line in _log(server) if '"invocation begun"' in line]
    return len(begun)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
