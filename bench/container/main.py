"""The server's own time per request, measured with workers that answer at once: one and four requests at a time."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.light.support.jobs import embedding_json
from tests.light.support.running import Running, request, running, until

REQUESTS, AT_ONCE = 2_000, 4


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "may-load").touch()
        with running("tests.light.support.scripted_server", folder, name) as server:
            until(lambda: server.ping() == 200)
            together(server, 200, 1)
            alone = together(server, REQUESTS, 1)
            four = together(server, REQUESTS, AT_ONCE)
            pings = sorted(timed(lambda: server.ping()) for _ in range(500))
    print(f"one at a time   {shown(alone)}")
    print(f"four at a time  {shown(four)}, {len(four) / sum(four) * AT_ONCE:,.0f} a second")
    print(f"ping            {shown(pings)}")
    facts = {"one": spread(alone), "four": spread(four), "ping": spread(pings)}
    print(json.dumps({"milliseconds (median, p99, max)": facts}))


def together(server: Running, count: int, at_once: int) -> list[float]:
    """The seconds of all requests, sorted."""
    job = json.dumps(embedding_json(session_id="s", image={"key": _key(), "version": "1"})).encode()

    def one(_: int) -> float:
        return timed(lambda: ensure(request(f"{server.url}/invocations", job, 10)[0]))

    with ThreadPoolExecutor(at_once) as pool:
        return sorted(pool.map(one, range(count)))


def ensure(status: int) -> None:
    assert status == 200, status


def timed(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def spread(seconds: list[float]) -> list[float]:
    return [round(1000 * seconds[int(share * (len(seconds) - 1))], 2) for share in (0.5, 0.99, 1)]


def shown(seconds: list[float]) -> str:
    median, p99, worst = spread(seconds)
    return f"{median:.2f} ms median, {p99:.2f} ms p99, {worst:.2f} ms max"


def _key() -> str:
    return "users/user-1/sessions/s/photo.png"


if __name__ == "__main__":
    main()
