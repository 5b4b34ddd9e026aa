"""The models that a worker can load. Each is imported only when chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

from gen3d_container.contract import Answer, EmbeddingJob, Job, ReconstructionJob
from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.gpu import check_gpu
from gen3d_container.models import EmbeddingModel, ReconstructionModel
from gen3d_container.settings import Settings
from gen3d_container.storage import Storage
from gen3d_container.weights.folder import check_folder
from gen3d_container.worker.jobs import run_embedding, run_reconstruction
from gen3d_container.worker.trial import try_embedding

Choice = Literal["sam3", "sam3d", "stand-in-embedding", "stand-in-reconstruction"]
CHOICES: tuple[Choice, ...] = get_args(Choice)

#: The folder of each model with weights.
FOLDERS: dict[Choice, str] = {"sam3": "sam3", "sam3d": "sam3d"}

Handler = Callable[[Job], Answer]


def task_of(choice: Choice) -> str:
    """The task of the model's jobs."""
    return "get_embedding" if choice in ("sam3", "stand-in-embedding") else "generate_3d"


def handler_of(choice: Choice, storage: Storage, settings: Settings) -> Handler:
    """Loads a model, which may take minutes, and proves that it can work. Weights and GPU are checked first.

    An embedding is tried. A reconstruction is not: it takes half a minute or more, which every start would pay for, and
    a first job shows the same.

    :returns: a function that runs its jobs
    """
    if choice in FOLDERS:
        check_folder(settings.gen3d_model_folder, FOLDERS[choice])
        check_gpu(settings.gen3d_gpu == "required")
    if choice == "sam3":
        from gen3d_container.sam3.model import load_sam3

        return _embedding(load_sam3(settings.gen3d_model_folder / FOLDERS[choice]), storage, settings)
    if choice == "sam3d":
        from gen3d_container.sam3d.model import load_sam3d

        sam3d = load_sam3d(settings.gen3d_model_folder / FOLDERS[choice], distilled=settings.gen3d_distilled_low)
        return _reconstruction(sam3d, storage, settings)
    from gen3d_container.standin import StandInEmbedding, StandInReconstruction

    if choice == "stand-in-embedding":
        return _embedding(StandInEmbedding(), storage, settings)
    return _reconstruction(StandInReconstruction(), storage, settings)


def _embedding(model: EmbeddingModel, storage: Storage, settings: Settings) -> Handler:
    try_embedding(model)

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
    return ModelError(ErrorCode.INVALID_JOB, f"This worker does not support {job.task}.")
