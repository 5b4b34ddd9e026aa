"""Classifies the failures of a load without importing torch."""

from __future__ import annotations

import errno
import traceback
from collections.abc import Iterator

from gen3d_container.gpu import GpuUnusableError
from gen3d_container.loads import LONGEST_TRACEBACK, LoadCode, LoadFailure
from gen3d_container.weights.index import WeightsError
from gen3d_container.worker.failures import first_line, is_out_of_memory, leaves_gpu_unusable

#: Errors of damaged or incomplete files, by name because their packages may be absent.
_DAMAGED = frozenset(
    {"SafetensorError", "UnpicklingError", "JSONDecodeError", "YAMLError", "BadZipFile", "EOFError"}
    | {"IncompleteWeightsError", "UntrustedConfigError", "OmegaConfBaseException"}
)
_DAMAGED_TEXTS = ("Error(s) in loading state_dict", "PytorchStreamReader failed", "size mismatch for")
_NO_DRIVER_TEXTS = ("Found no NVIDIA driver", "NVIDIA driver on your system is too old", "not compiled with CUDA")


def load_failure_of(error: BaseException) -> LoadFailure:
    """The cause of a failed load: the first error in the chain of causes that has a code of its own."""
    lines = "".join(traceback.format_exception(error))[-LONGEST_TRACEBACK:]
    for each in _causes(error):
        code = _code_of(each)
        if code is not None:
            return LoadFailure(code, _told(each), lines)
    return LoadFailure(LoadCode.LOAD_FAILED, _told(error), lines)


def _told(error: BaseException) -> str:
    told = f"{type(error).__name__}: {first_line(error)}"
    return told if told.endswith((".", "!", "?")) else f"{told}."


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        yield each
        each = each.__cause__ or each.__context__


def _code_of(error: BaseException) -> LoadCode | None:
    text = str(error)
    if _is_host_memory(error, text):
        return LoadCode.OUT_OF_MEMORY
    if is_out_of_memory(error):
        return LoadCode.GPU_OUT_OF_MEMORY
    if isinstance(error, GpuUnusableError) or leaves_gpu_unusable(error) or _says(text, _NO_DRIVER_TEXTS):
        return LoadCode.GPU_UNUSABLE
    if isinstance(error, WeightsError) or _is_damaged(error, text):
        return LoadCode.WEIGHTS_UNUSABLE
    return None


def _is_host_memory(error: BaseException, text: str) -> bool:
    """torch's CPU allocator raises a RuntimeError, a failed mmap an OSError or RuntimeError."""
    if isinstance(error, OSError):
        return error.errno == errno.ENOMEM
    return isinstance(error, MemoryError) or "DefaultCPUAllocator" in text or "Cannot allocate memory" in text


def _is_damaged(error: BaseException, text: str) -> bool:
    """Libraries raise an OSError without a number for a file that they miss. Other numbers concern the disk."""
    if isinstance(error, OSError):
        return not isinstance(error, ConnectionError) and error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
    return any(kind.__name__ in _DAMAGED for kind in type(error).__mro__) or _says(text, _DAMAGED_TEXTS)


def _says(text: str, phrases: tuple[str, ...]) -> bool:
    return any(phrase in text for phrase in phrases)
