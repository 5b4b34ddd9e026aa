"""What a job can fail with: the codes of `tasks/core/contracts/model-job.ts`."""

from __future__ import annotations

from enum import StrEnum


class ErrorCode(StrEnum):
    """Codes that the container answers with. The last four may pass on another try."""

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
    """A handled failure of one job: HTTP 200 with this code, so that it reaches the output object whole."""

    def __init__(self, code: ErrorCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
