"""Models that need no weights: real files of plausible content, for trying and testing the server."""

from gen3d_container.standin.embedding import StandInEmbedding
from gen3d_container.standin.reconstruction import StandInReconstruction

__all__ = ["StandInEmbedding", "StandInReconstruction"]
