"""The adapter between jobs and upstream's pipeline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from gen3d_container.contract import ModelName, Quality
from gen3d_container.gaussians import Floats, gaussian_columns, upright, upright_pose
from gen3d_container.images import Mask, Photo
from gen3d_container.models import Gaussians, Reconstruction
from gen3d_container.revision import revision_of
from gen3d_container.sam3d.load import load_pipeline
from gen3d_container.sam3d.quality import EFFORTS
from gen3d_container.sam3d.staging import stage

#: Longest side in pixels that goes in: the pipeline crops to the object and looks at 518 × 518 pixels of it.
LONGEST_SIDE = 2048
#: Upstream's own, so that a job without a seed can be repeated.
DEFAULT_SEED = 42


class Sam3d:
    """Holds the pipeline; `stage` has been applied to it."""

    def __init__(self, pipeline: Any, name: ModelName) -> None:  # noqa: ANN401
        self._pipeline = pipeline
        self.name = name

    def reconstruct(self, photo: Photo, mask: Mask, quality: Quality, seed: int | None) -> Reconstruction:
        effort = EFFORTS[quality]
        small, outline = shrunk(photo, mask)
        with torch.no_grad():
            made = self._pipeline.run(
                small,
                outline.astype(np.uint8) * 255,
                seed=DEFAULT_SEED if seed is None else seed,
                with_mesh_postprocess=False,
                with_texture_baking=False,
                with_layout_postprocess=False,
                stage1_inference_steps=effort.structure_steps,
                stage2_inference_steps=effort.latent_steps,
                decode_formats=[effort.decoder],
            )
            gaussians = made["gs" if effort.decoder == "gaussian" else "gs_4"]
            columns = upright(columns_of(gaussians))
        pose = upright_pose(*(_numpy(made[part]) for part in ("translation", "rotation", "scale")))
        return Reconstruction(Gaussians(columns), pose)


def load_sam3d(folder: Path) -> Sam3d:
    """Loads the checkpoints of facebook/sam-3d-objects from `folder`; needs a GPU to run, not to rest."""
    pipeline = load_pipeline(folder)
    stage(pipeline, torch.device("cuda"))
    name = ModelName(name="facebook/sam-3d-objects", revision=revision_of(folder, "pipeline.yaml"), preview=False)
    return Sam3d(pipeline, name)


def columns_of(gaussians: Any) -> Floats:  # noqa: ANN401 (upstream's Gaussian)
    """What upstream's own `save_ply` writes, without its loop over Python tuples."""
    return gaussian_columns(
        xyz=_numpy(gaussians.get_xyz),
        harmonics=_numpy(gaussians._features_dc)[:, 0, :],
        opacity=_numpy(gaussians.get_opacity)[:, 0],
        scale=_numpy(gaussians.get_scaling),
        rotation=_numpy(gaussians._rotation + gaussians.rots_bias[None, :]),
    )


def shrunk(photo: Photo, mask: Mask) -> tuple[Photo, Mask]:
    """Brought down to `LONGEST_SIDE`, the mask without grey edges."""
    height, width = mask.shape
    factor = LONGEST_SIDE / max(height, width)
    if factor >= 1:
        return photo, mask
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    small = Image.fromarray(photo).resize(size, Image.Resampling.LANCZOS)
    outline = Image.fromarray(mask.astype(np.uint8) * 255).resize(size, Image.Resampling.NEAREST)
    return np.asarray(small), np.asarray(outline) >= 128


def _numpy(values: torch.Tensor) -> Floats:
    found: Floats = values.detach().float().cpu().numpy()
    return found
