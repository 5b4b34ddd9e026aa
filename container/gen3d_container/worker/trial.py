"""One tiny embedding before a worker is ready."""

from __future__ import annotations

from gen3d_container.embeddings import pack
from gen3d_container.models import EmbeddingModel
from gen3d_container.sample import sphere


class TrialError(Exception):
    """The model was loaded but cannot compute. The cause is in the chain."""


def try_embedding(model: EmbeddingModel) -> None:
    """Proves that the model and its GPU work, before pings say so. Takes under a second on a GPU.

    :raises TrialError: when the embedding fails or is not finite
    """
    photo, _ = sphere(128, 96)
    try:
        pack(model.embed(photo).tensors)
    except Exception as error:
        raise TrialError(f"The trial embedding failed: {error}") from error
