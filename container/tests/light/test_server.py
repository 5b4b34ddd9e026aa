"""The server as SageMaker uses it: real processes with scripted workers."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from gen3d_container.keys import SessionKeys
from tests.light.support.jobs import KEYS, embedding_json
from tests.light.support.running import Running, request, running, until

Start = Callable[..., AbstractContextManager[Running]]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Starts a server whose workers are loaded and answer at once by default."""

    @contextmanager
    def started(gates: tuple[str, ...] = ("may-load",), **settings: str) -> Iterator[Running]:
        for gate in gates:
            (tmp_path / gate).touch()
        with running("tests.light.support.scripted_server", tmp_path, str(tmp_path), **settings) as server:
            if "may-load" in gates:
                until(lambda: server.ping() == 200 and server.told("worker ready") == 2)
            yield server

    return started


def job(session: str) -> dict[str, Any]:
    prefix = f"users/user-1/sessions/{session}/"
    return embedding_json(session_id=session, image={"key": f"{prefix}photo.png", "version": "1"})


def reconstruction(session: str) -> dict[str, Any]:
    mask = {"key": SessionKeys("user-1", session).mask, "version": "1"}
    return {**job(session), "task": "generate_3d", "mask": mask}


def code(answer: tuple[int, Any]) -> tuple[int, str]:
    status, body = answer
    return status, body["error"]["code"]


def pid(answer: tuple[int, Any]) -> int:
    status, body = answer
    assert (status, body["status"]) == (200, "success")
    return int(body["timings"]["pid"])


def test_ping_fails_until_the_models_are_loaded(start: Start) -> None:
    with start(gates=()) as server:
        assert server.ping() == 503

        server.open_gate("may-load")

        until(lambda: server.ping() == 200)


def test_pings_and_embeddings_are_answered_while_the_second_model_loads(start: Start) -> None:
    with start(gates=("may-load-get_embedding",)) as server:
        until(lambda: server.ping() == 200)

        assert pid(server.invoke(job("early"))) > 0
        assert server.told("worker ready") == 1


def test_the_second_model_loads_after_the_first(start: Start) -> None:
    with start(gates=()) as server:
        until(lambda: server.loads() == ["load get_embedding"])
        server.open_gate("may-load-get_embedding")

        until(lambda: server.loads() == ["load get_embedding", "load generate_3d"])


def test_reconstructions_that_wait_for_their_model_leave_room_for_embeddings(start: Start) -> None:
    with start(gates=("may-load-get_embedding",)) as server:
        until(lambda: server.ping() == 200)
        waiting = [server.invoke_later(reconstruction(f"waiting-{number}")) for number in range(4)]
        until(lambda: _inside(server) == 4)

        assert [pid(server.invoke(job(f"embedding-{number}"))) > 0 for number in range(5)] == [True] * 5
        assert code(server.invoke(reconstruction("fifth"))) == (503, "ServerBusy")

        server.open_gate("may-load")
        assert [pid(each.result()) > 0 for each in waiting] == [True] * 4


def test_a_reconstruction_waits_for_its_model_only_so_long(start: Start) -> None:
    with start(gates=("may-load-get_embedding",), GEN3D_WAITING_SECONDS="0.3") as server:
        until(lambda: server.ping() == 200)

        assert code(server.invoke(reconstruction("early"))) == (200, "ModelTimedOut")
        assert pid(server.invoke(job("embedding"))) > 0


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


def test_rejects_the_fifth_invocation(start: Start) -> None:
    with start() as server:
        inside = [server.invoke_later(job(f"gated-{number}")) for number in range(4)]
        until(lambda: _inside(server) == 4)

        assert code(server.invoke(job("fifth"))) == (503, "ServerBusy")
        refused = next(line for line in server.log() if '"ServerBusy"' in line)
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


def test_a_hanging_worker_is_killed_and_replaced(start: Start) -> None:
    with start(GEN3D_EMBEDDING_SECONDS="0.3") as server:
        assert code(server.invoke(job("hang"))) == (200, "ModelTimedOut")

        until(lambda: server.invoke(job("after"))[1]["status"] == "success")


def test_a_job_has_more_time_for_more_masks(start: Start) -> None:
    with start(GEN3D_RECONSTRUCTION_SECONDS="0.5") as server:
        keys = SessionKeys("user-1", "slow")
        one = reconstruction("slow")
        three = {**one, "more_masks": [{"key": keys.object(number).mask, "version": "1"} for number in (2, 3)]}

        assert pid(server.invoke(three)) > 0
        assert code(server.invoke(one)) == (200, "ModelTimedOut")


def test_reports_out_of_memory_and_keeps_the_worker(start: Start) -> None:
    with start() as server:
        before = pid(server.invoke(job("before")))

        assert code(server.invoke(job("out-of-memory"))) == (200, "OutOfMemory")

        assert pid(server.invoke(job("after"))) == before


def test_an_exiting_worker_is_replaced_before_the_next_job(start: Start) -> None:
    with start() as server:
        before = pid(server.invoke(job("leave")))

        assert pid(server.invoke(job("after"))) != before


def test_a_fault_without_a_code_is_a_500(start: Start) -> None:
    with start() as server:
        assert code(server.invoke(job("fault"))) == (500, "InternalError")

        assert server.invoke(job("after"))[0] == 200


def test_a_long_wait_for_the_gpu_times_out(start: Start) -> None:
    with start(GEN3D_WAITING_SECONDS="0.2") as server:
        first = server.invoke_later(job("gated-first"))
        until(lambda: len(server.runs()) == 1)

        assert code(server.invoke(job("second"))) == (200, "ModelTimedOut")

        server.open_gate("may-answer")
        assert first.result()[0] == 200


def test_a_worker_that_cannot_come_back_makes_the_container_unusable(start: Start) -> None:
    with start() as server:
        server.open_gate("dies-loading-get_embedding")
        server.invoke(job("crash"))

        until(lambda: server.ping() == 503)

        assert code(server.invoke(job("after"))) == (200, "WorkerDied")
        assert server.process.poll() is None
        (server.folder / "dies-loading-get_embedding").unlink()
        until(lambda: server.ping() == 200)


@pytest.mark.parametrize(
    ("gate", "status", "told", "traceback"),
    [
        ("fails-loading", 10, "pipeline.yaml is missing. Run `npm run models:upload` again", "the last call"),
        ("killed-loading", 11, "was ended by SIGKILL before its model was loaded. Use an instance type", None),
        ("dies-loading", 1, "ended with status 7 before its model was loaded", "the last line of its log"),
    ],
    ids=["weights", "memory", "other"],
)
@pytest.mark.parametrize("task", ["get_embedding", "generate_3d"])
def test_a_model_that_cannot_be_loaded_ends_the_container(
    start: Start, task: str, gate: str, status: int, told: str, traceback: str | None
) -> None:
    with start(gates=("may-load-get_embedding", f"{gate}-{task}")) as server:
        assert server.process.wait(20) == status

        last = json.loads(server.log()[-1])
        assert (last["level"], told in last["message"]) == ("CRITICAL", True)
        assert traceback is None or traceback in last["traceback"]
        assert server.loads().count(f"load {task}") == 3
        assert [json.loads(line)["attempt"] for line in server.log() if '"attempt"' in line] == [1, 2, 3]


def test_a_load_that_takes_too_long_counts_as_failed(start: Start) -> None:
    with start(gates=(), GEN3D_LOADING_SECONDS="0.3") as server:
        assert server.process.wait(20) == 14

        assert json.loads(server.log()[-1])["code"] == "LoadTimedOut"
        assert server.loads() == ["load get_embedding"] * 3


def test_a_load_may_fail_twice(start: Start) -> None:
    with start(gates=("fails-twice-get_embedding", "may-load")) as server:
        assert server.ping() == 200
        assert server.loads() == ["load get_embedding"] * 3 + ["load generate_3d"]


def test_jobs_that_wait_for_a_model_that_cannot_be_loaded_are_answered(start: Start) -> None:
    with start(gates=("may-load-get_embedding",)) as server:
        until(lambda: server.ping() == 200)
        waiting = server.invoke_later(reconstruction("waiting"))
        until(lambda: _inside(server) == 1)
        server.open_gate("fails-loading-generate_3d")

        assert code(waiting.result()) == (200, "WorkerDied")
        assert server.process.wait(20) == 10


def test_sigterm_finishes_the_running_job_and_rejects_waiting_ones(start: Start) -> None:
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


def test_sigterm_has_a_time_limit(start: Start) -> None:
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
def test_reports_bad_requests_and_keeps_serving(start: Start, body: bytes, status: int, told: str) -> None:
    with start() as server:
        assert code(server.invoke(body)) == (status, told)

        assert server.ping() == 200
        assert server.invoke(job("after"))[0] == 200


def test_only_the_two_routes_answer(start: Start) -> None:
    with start() as server:
        assert request(f"{server.url}/", None, 5)[0] == 404
        assert request(f"{server.url}/invocations", None, 5)[0] == 405
        assert request(f"{server.url}/ping", b"", 5)[0] == 405


def _inside(server: Running) -> int:
    """The number of invocations that the server has started, from its log."""
    return server.told("invocation started")


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
