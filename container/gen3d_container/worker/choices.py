"""Which models a worker can be started with. Each is imported only when chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

from gen3d_container.contract import Answer, EmbeddingJob, Job, ReconstructionJob
from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.models import EmbeddingModel, ReconstructionModel
from gen3d_container.settings import Settings
from gen3d_container.storage import Storage
from gen3d_container.worker.jobs import run_embedding, run_reconstruction

Choice = Literal["sam3", "sam3d", "stand-in-embedding", "stand-in-reconstruction"]
CHOICES: tuple[Choice, ...] = get_args(Choice)

Handler = Callable[[Job], Answer]


def handler_of(choice: Choice, storage: Storage, settings: Settings) -> Handler:
    """Loads the model; what comes back runs its jobs. May take minutes."""
    if choice == "sam3":
        from gen3d_container.sam3.model import load_sam3

        return _embedding(load_sam3(settings.gen3d_model_folder / "sam3"), storage, settings)
    if choice == "sam3d":
        from gen3d_container.sam3d.model import load_sam3d

        return _reconstruction(load_sam3d(settings.gen3d_model_folder / "sam3d"), storage, settings)
    from gen3d_container.standin import StandInEmbedding, StandInReconstruction

    if choice == "stand-in-embedding":
        return _embedding(StandInEmbedding(), storage, settings)
    return _reconstruction(StandInReconstruction(), storage, settings)


def _embedding(model: EmbeddingModel, storage: Storage, settings: Settings) -> Handler:
    def handle(job: Job) -> Answer:
        if not isinstance(job, EmbeddingJob):
            raise _not_mine(job)
        return run_embedding(job, model, storage, settings)

    return handle


def _reconstruction(model: ReconstructionModel, storage: Storage, settings: Settings) -> Handler:
    def handle(job: Job) -> Answer:
        if not isinstance(job, ReconstructionJob):
            raise _not_mine(job)
        return run_reconstruction(job, model, storage, settings)

    return handle


def _not_mine(job: Job) -> ModelError:
    return ModelError(ErrorCode.INVALID_JOB, f"This worker does not do {job.task}.")
