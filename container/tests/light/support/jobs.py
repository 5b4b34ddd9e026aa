"""Jobs as they come in, and a storage that keeps everything in a dictionary."""

from __future__ import annotations

import json
from typing import IO, Any

from gen3d_container.contract import EmbeddingJob, PinnedObject, ReconstructionJob, parse_job
from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.keys import SessionKeys

BUCKET = "gen3d-test-bucket"
KEYS = SessionKeys("user-1", "session-1")
PHOTO, MASK = KEYS.photos[1], KEYS.mask


def embedding_json(**changes: Any) -> dict[str, Any]:
    job = {
        "task": "get_embedding",
        "bucket": BUCKET,
        "session_id": "session-1",
        "user_id": "user-1",
        "job_id": "gen3d-1",
        "image": {"key": PHOTO, "version": "p1"},
    }
    return {**job, **changes}


def reconstruction_json(**changes: Any) -> dict[str, Any]:
    job = {**embedding_json(), "task": "generate_3d", "mask": {"key": MASK, "version": "m1"}, "quality": "low"}
    return {**job, **changes}


def embedding_job() -> EmbeddingJob:
    job = parse_job(json.dumps(embedding_json()).encode())
    assert isinstance(job, EmbeddingJob)
    return job


def reconstruction_job(**changes: Any) -> ReconstructionJob:
    job = parse_job(json.dumps(reconstruction_json(**changes)).encode())
    assert isinstance(job, ReconstructionJob)
    return job


class MemoryStorage:
    """Objects by (key, version); writes in the order they came."""

    def __init__(self, objects: dict[tuple[str, str], bytes]) -> None:
        self.objects = objects
        self.written: dict[str, bytes] = {}
        self.full = False

    def read(self, bucket: str, pinned: PinnedObject, most_bytes: int, too_large: ErrorCode) -> bytes:
        found = self.objects.get((pinned.key, pinned.version))
        if found is None:
            raise ModelError(ErrorCode.OBJECT_MISSING, f"{pinned.key} is not there.")
        return found

    def write(self, bucket: str, key: str, body: IO[bytes] | bytes, content_type: str) -> None:
        self.written[key] = body if isinstance(body, bytes) else body.read()
