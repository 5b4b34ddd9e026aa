"""Measures the steps inside a model where a measurement is open, and costs nothing elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from gen3d_container.gpu import peak_gpu_memory, reset_peak_memory, wait_for_gpu


@dataclass
class Steps:
    """By step: its seconds, which add up when it is repeated, and the highest peak of torch's GPU memory in MiB."""

    seconds: dict[str, float] = field(default_factory=dict)
    peak_memory: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, name: str, seconds: float, peak: dict[str, int]) -> None:
        self.seconds[name] = round(self.seconds.get(name, 0) + seconds, 4)
        if peak:
            self.peak_memory[name] = highest([self.peak_memory.get(name, {}), peak])


_OPEN: ContextVar[tuple[Steps, ...]] = ContextVar("steps", default=())


@contextmanager
def measured_steps() -> Iterator[Steps]:
    """Collects all steps inside the context. Contexts may be nested; each collects its own."""
    found = Steps()
    token = _OPEN.set((*_OPEN.get(), found))
    try:
        yield found
    finally:
        _OPEN.reset(token)


@contextmanager
def model_step(name: str) -> Iterator[None]:
    """A step of a model. Waits for the GPU at its end, so that its work counts here and not in the next step."""
    measurements = _OPEN.get()
    if not measurements:
        yield
        return
    reset_peak_memory()
    began = time.monotonic()
    yield
    wait_for_gpu()
    seconds, peak = time.monotonic() - began, peak_gpu_memory()
    for each in measurements:
        each.add(name, seconds, peak)


def highest(peaks: list[dict[str, int]]) -> dict[str, int]:
    """The highest value of each member."""
    names = [name for peak in peaks for name in peak]
    return {name: max(peak.get(name, 0) for peak in peaks) for name in dict.fromkeys(names)}
