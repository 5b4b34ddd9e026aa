"""Which code a failure has, told without importing torch."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from gen3d_container.errors import ErrorCode, ModelError


@contextmanager
def model_failures() -> Iterator[None]:
    """Whatever a model raises is a ModelError: OutOfMemory or ModelFailed. The cause stays attached."""
    try:
        yield
    except ModelError:
        raise
    except Exception as error:
        if is_out_of_memory(error):
            raise ModelError(ErrorCode.OUT_OF_MEMORY, f"The model ran out of memory: {_first_line(error)}") from error
        message = f"The model failed with {type(error).__name__}: {_first_line(error)}"
        raise ModelError(ErrorCode.MODEL_FAILED, message) from error


def classified(error: Exception) -> ModelError | None:
    """The handled form of a failure outside the model, or None: then it is a fault of ours."""
    if isinstance(error, ModelError):
        return error
    if is_out_of_memory(error):
        return ModelError(ErrorCode.OUT_OF_MEMORY, f"The worker ran out of memory: {_first_line(error)}")
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ModelError(ErrorCode.STORAGE_FULL, f"The container's disk is full: {_first_line(error)}")
    return None


def is_out_of_memory(error: BaseException) -> bool:
    """torch says `OutOfMemoryError`, the host `MemoryError`, cuBLAS and cuDNN a RuntimeError."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    text = str(error)
    return "CUDA out of memory" in text or "CUBLAS_STATUS_ALLOC_FAILED" in text


def leaves_gpu_unusable(error: BaseException | None) -> bool:
    """After a CUDA fault each later call in the process fails too: the worker must be made anew."""
    while error is not None:
        text = str(error)
        if type(error).__name__ == "AcceleratorError" or "CUDA error" in text or "CUDNN_STATUS" in text:
            return True
        error = error.__cause__
    return False


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
