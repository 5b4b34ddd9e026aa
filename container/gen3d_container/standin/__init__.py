"""Stand-in models without weights. They write files with plausible content, for trials and tests of the server."""

from gen3d_container.standin.embedding import StandInEmbedding
from gen3d_container.standin.reconstruction import StandInReconstruction

__all__ = ["StandInEmbedding", "StandInReconstruction"]
