"""Classifies failures without importing torch."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from gen3d_container.errors import ErrorCode, ModelError


@contextmanager
def model_failures() -> Iterator[None]:
    """Turns any exception of a model into a ModelError, OutOfMemory or ModelFailed, and keeps the cause."""
    try:
        yield
    except ModelError:
        raise
    except Exception as error:
        if is_out_of_memory(error):
            raise ModelError(ErrorCode.OUT_OF_MEMORY, f"The model ran out of memory: {first_line(error)}") from error
        message = f"The model failed with {type(error).__name__}: {first_line(error)}"
        raise ModelError(ErrorCode.MODEL_FAILED, message) from error


def classified(error: Exception) -> ModelError | None:
    """The ModelError for a failure outside the model, or None for a bug."""
    if isinstance(error, ModelError):
        return error
    if is_out_of_memory(error):
        return ModelError(ErrorCode.OUT_OF_MEMORY, f"The worker ran out of memory: {first_line(error)}")
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ModelError(ErrorCode.STORAGE_FULL, f"The container's disk is full: {first_line(error)}")
    return None


def is_out_of_memory(error: BaseException) -> bool:
    """torch raises `OutOfMemoryError`, the host `MemoryError`, cuBLAS and cuDNN a RuntimeError."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    text = str(error)
    return "CUDA out of memory" in text or "CUBLAS_STATUS_ALLOC_FAILED" in text


def leaves_gpu_unusable(error: BaseException | None) -> bool:
    """True after a CUDA error: later calls in the process fail too, so the worker must be replaced."""
    while error is not None:
        text = str(error)
        if type(error).__name__ == "AcceleratorError" or "CUDA error" in text or "CUDNN_STATUS" in text:
            return True
        error = error.__cause__
    return False


def first_line(error: BaseException) -> str:
    """The first line of the error's text, or its type."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
