"""Jobs and answers: the Python side of `contracts/model-job.ts`.

Both sides are tested on the same files in `events/model/`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.keys import MAX_OBJECTS, SessionKeys

#: Longest body that SageMaker passes inline, in bytes.
MAX_JOB_BYTES = 128_000

Quality = Literal["low", "medium", "high"]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Pixels = tuple[int, int]


class Model(BaseModel):
    """Strict, so that "1" is not a number. Unknown members are ignored, as in TypeScript."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class PinnedObject(Model):
    """An object pinned to the version that was validated."""

    key: str = Field(min_length=1, max_length=1024)
    version: str = Field(min_length=1)


class JobFacts(Model):
    bucket: str = Field(min_length=3)
    session_id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    user_id: str = Field(pattern=r"^[A-Za-z0-9-]{1,64}$")
    job_id: str = Field(pattern=r"^[0-9a-z-]{1,80}$")
    image: PinnedObject

    @property
    def keys(self) -> SessionKeys:
        return SessionKeys(self.user_id, self.session_id)


class EmbeddingJob(JobFacts):
    task: Literal["get_embedding"]


class ReconstructionJob(JobFacts):
    task: Literal["generate_3d"]
    mask: PinnedObject
    #: Masks of further objects of the same photo: those of objects 2, 3, … in this order.
    more_masks: list[PinnedObject] | None = Field(default=None, min_length=1, max_length=MAX_OBJECTS - 1)
    quality: Quality = "high"
    seed: int | None = Field(default=None, ge=0, le=0xFFFF_FFFF)

    @property
    def masks(self) -> list[PinnedObject]:
        """The masks of objects 1, 2, …"""
        return [self.mask, *(self.more_masks or [])]


Job = EmbeddingJob | ReconstructionJob
_JOB: TypeAdapter[Job] = TypeAdapter(Annotated[Job, Field(discriminator="task")])


class ModelName(Model):
    """The model that answered. `preview` is true for a stand-in."""

    name: str
    revision: str
    preview: bool


class EmbeddingAnswer(Model):
    status: Literal["success"]
    task: Literal["get_embedding"]
    embeddings_s3_key: str
    image_size: Pixels
    model: ModelName
    timings: dict[str, Seconds]


class MeshStats(Model):
    """`num_points` counts vertices. `num_faces` is absent from answers with points alone."""

    num_points: int = Field(ge=0)
    num_faces: int | None = Field(default=None, ge=0)
    file_size_mb: float = Field(ge=0, allow_inf_nan=False)
    has_colors: bool
    mask_coverage_percent: float = Field(ge=0, le=100)


class Pose(Model):
    """Object to camera: quaternion wxyz; scale and translation in the photo's own, metres-free unit."""

    translation: tuple[Finite, Finite, Finite]
    rotation: tuple[Finite, Finite, Finite, Finite]
    scale: tuple[Finite, Finite, Finite]


class ReconstructedObject(Model):
    """What a reconstruction made of one mask."""

    output_s3_key: str
    splat_s3_key: str | None = None
    mesh_stats: MeshStats
    pose: Pose | None = None


class ReconstructionAnswer(ReconstructedObject):
    """The first object's members are the answer's own; `more_objects` has the job's order."""

    status: Literal["success"]
    task: Literal["generate_3d"]
    more_objects: list[ReconstructedObject] | None = Field(default=None, min_length=1, max_length=MAX_OBJECTS - 1)
    model: ModelName
    timings: dict[str, Seconds]


class Reason(Model):
    code: str = Field(min_length=1)
    message: str = Field(min_length=1)


class ErrorAnswer(Model):
    status: Literal["error"]
    error: Reason

    @classmethod
    def of(cls, error: ModelError) -> ErrorAnswer:
        return cls(status="error", error=Reason(code=error.code.value, message=error.message))


Answer = EmbeddingAnswer | ReconstructionAnswer | ErrorAnswer
_ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)


def parse_job(body: bytes) -> Job:
    """Parses a job and checks that its keys are the prepared photo and masks of its own session.

    :raises ModelError: InvalidJob with the invalid members
    """
    try:
        job = _JOB.validate_json(body)
    except ValidationError as error:
        raise ModelError(ErrorCode.INVALID_JOB, f"The job does not match the contract: {_wrong(error)}") from None
    if job.image.key not in job.keys.photos:
        raise _outside("photo", job.session_id)
    if isinstance(job, ReconstructionJob):
        for number, mask in enumerate(job.masks, start=1):
            if mask.key != job.keys.object(number).mask:
                raise _outside("mask" if number == 1 else f"mask {number}", job.session_id)
    return job


def parse_answer(body: bytes) -> Answer:
    """Parses an answer. :raises ValidationError: when it is invalid"""
    return _ANSWER.validate_json(body)


def answer_json(answer: Answer) -> bytes:
    """Serializes an answer and omits absent members."""
    return answer.model_dump_json(exclude_none=True).encode()


def _outside(what: str, session_id: str) -> ModelError:
    message = f"The key is not the prepared {what} of session {session_id}. A job reads only those of its own session."
    return ModelError(ErrorCode.INVALID_JOB, message)


def _wrong(error: ValidationError) -> str:
    """Names and rules only. Values may be private and stay out of logs."""
    found = [f"{'.'.join(map(str, item['loc'])) or 'body'}: {item['msg']}" for item in error.errors()[:5]]
    return "; ".join(found)
