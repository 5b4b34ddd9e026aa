"""Why a model could not be loaded, what to change, and the exit status that tells it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: Characters of a traceback or log that are kept. The last lines name the cause.
LONGEST_TRACEBACK = 4_000


class LoadCode(StrEnum):
    WEIGHTS_UNUSABLE = "WeightsUnusable"
    OUT_OF_MEMORY = "OutOfMemory"
    GPU_OUT_OF_MEMORY = "GpuOutOfMemory"
    GPU_UNUSABLE = "GpuUnusable"
    LOAD_TIMED_OUT = "LoadTimedOut"
    LOAD_FAILED = "LoadFailed"


#: Exit statuses of a worker or of the container. 1 is also Python's own for an exception.
EXIT_STATUS = {
    LoadCode.LOAD_FAILED: 1,
    LoadCode.WEIGHTS_UNUSABLE: 10,
    LoadCode.OUT_OF_MEMORY: 11,
    LoadCode.GPU_OUT_OF_MEMORY: 12,
    LoadCode.GPU_UNUSABLE: 13,
    LoadCode.LOAD_TIMED_OUT: 14,
}

ADVICE = {
    LoadCode.WEIGHTS_UNUSABLE: (
        "Run `npm run models:upload` again, or `npm run models:download` where the weights are on this computer."
    ),
    LoadCode.OUT_OF_MEMORY: "Use an instance type with more memory, such as ml.g5.4xlarge instead of ml.g5.2xlarge.",
    LoadCode.GPU_OUT_OF_MEMORY: "Use a GPU with at least 24 GB that no other program uses.",
    LoadCode.GPU_UNUSABLE: "Use an instance with an NVIDIA GPU and a host image whose driver fits the image's CUDA.",
    LoadCode.LOAD_TIMED_OUT: "Use faster storage for the model folder, or raise GEN3D_LOADING_SECONDS.",
    LoadCode.LOAD_FAILED: "The traceback names the cause. Build the image again when a package is missing.",
}


@dataclass(frozen=True)
class LoadFailure:
    """A failed start of a worker. `traceback` has its last lines, or those of the worker's log."""

    code: LoadCode
    message: str
    traceback: str = ""

    @property
    def exit_status(self) -> int:
        return EXIT_STATUS[self.code]

    @property
    def told(self) -> str:
        """The message with what to change, unless it says so itself."""
        return self.message if "`npm run " in self.message else f"{self.message} {ADVICE[self.code]}"
