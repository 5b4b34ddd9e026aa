"""The error codes of `contracts/model-job.ts`."""

from __future__ import annotations

from enum import StrEnum


class ErrorCode(StrEnum):
    """The container's error codes. The last four are transient."""

    INVALID_JOB = "InvalidJob"
    OBJECT_MISSING = "ObjectMissing"
    IMAGE_UNREADABLE = "ImageUnreadable"
    IMAGE_TOO_LARGE = "ImageTooLarge"
    MASK_UNREADABLE = "MaskUnreadable"
    MASK_SIZE_MISMATCH = "MaskSizeMismatch"
    MASK_EMPTY = "MaskEmpty"
    STORAGE_DENIED = "StorageDenied"
    STORAGE_FULL = "StorageFull"
    OUT_OF_MEMORY = "OutOfMemory"
    MODEL_FAILED = "ModelFailed"
    MODEL_TIMED_OUT = "ModelTimedOut"
    WORKER_DIED = "WorkerDied"


class ModelError(Exception):
    """A handled failure of a job. It is answered with HTTP 200, so that its code reaches the output object."""

    def __init__(self, code: ErrorCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
