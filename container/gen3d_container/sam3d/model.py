"""The adapter between jobs and upstream's pipeline."""

from __future__ import annotations

import logging
from collections.abc import Sequence
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
from gen3d_container.sam3d.depth import remembered_depth
from gen3d_container.sam3d.load import load_pipeline
from gen3d_container.sam3d.mesh import mesh_of
from gen3d_container.sam3d.quality import EFFORTS, Effort
from gen3d_container.sam3d.simplify import simplified
from gen3d_container.sam3d.staging import stage

log = logging.getLogger("gen3d.sam3d")

#: Longest side of the input in pixels. The pipeline crops to the object and uses 518 × 518 pixels of it.
LONGEST_SIDE = 2048
#: Upstream's default, so that jobs without a seed are repeatable.
DEFAULT_SEED = 42


class Sam3d:
    """Runs a pipeline that `stage` has prepared.

    :param distilled: whether qualities that name `distilled_steps` use the distilled first stage
    """

    def __init__(self, pipeline: Any, name: ModelName, *, distilled: bool = False) -> None:  # noqa: ANN401
        self._pipeline = pipeline
        self._distilled = distilled
        self.name = name

    def reconstruct(
        self, photo: Photo, masks: Sequence[Mask], quality: Quality, seed: int | None
    ) -> list[Reconstruction]:
        pairs = [shrunk(photo, mask) for mask in masks]
        with remembered_depth(self._pipeline):
            return [self._object(small, outline, EFFORTS[quality], seed) for small, outline in pairs]

    def _object(self, small: Photo, outline: Mask, effort: Effort, seed: int | None) -> Reconstruction:
        distilled = effort.distilled_steps if self._distilled else None
        with torch.no_grad():
            made = self._pipeline.run(
                small,
                outline.astype(np.uint8) * 255,
                seed=DEFAULT_SEED if seed is None else seed,
                with_mesh_postprocess=False,
                with_texture_baking=False,
                with_layout_postprocess=False,
                stage1_inference_steps=distilled or effort.structure_steps,
                use_stage1_distillation=distilled is not None,
                stage2_inference_steps=effort.latent_steps,
                decode_formats=["mesh", effort.decoder],
            )
            columns = upright(columns_of(made[effort.decoder][0]))
            mesh = simplified(mesh_of(made["mesh"][0]), effort.most_faces)
        pose = upright_pose(*(_numpy(made[part]) for part in ("translation", "rotation", "scale")))
        return Reconstruction(mesh, Gaussians(columns), pose)


def load_sam3d(folder: Path, *, distilled: bool = False) -> Sam3d:
    """Loads the checkpoints of facebook/sam-3d-objects from `folder`. Only runs need a GPU.

    :param distilled: see `Sam3d`; without an effect when the checkpoint is not a shortcut model
    """
    pipeline = load_pipeline(folder)
    stage(pipeline, torch.device("cuda"))
    name = ModelName(name="facebook/sam-3d-objects", revision=revision_of(folder, "pipeline.yaml"), preview=False)
    return Sam3d(pipeline, name, distilled=distilled and is_shortcut(pipeline))


def is_shortcut(pipeline: Any) -> bool:  # noqa: ANN401
    """Whether the first stage was trained to take few large steps (arXiv 2410.12557)."""
    backbone = pipeline.models["ss_generator"].reverse_fn.backbone
    if getattr(backbone, "is_shortcut_model", False):
        return True
    log.warning("The checkpoint has no distilled first stage, so low quality takes all steps.")
    return False


def columns_of(gaussians: Any) -> Floats:  # noqa: ANN401 (upstream's Gaussian)
    """The columns that upstream's `save_ply` writes, without its loop over Python tuples."""
    return gaussian_columns(
        xyz=_numpy(gaussians.get_xyz),
        harmonics=_numpy(gaussians._features_dc)[:, 0, :],
        opacity=_numpy(gaussians.get_opacity)[:, 0],
        scale=_numpy(gaussians.get_scaling),
        rotation=_numpy(gaussians._rotation + gaussians.rots_bias[None, :]),
    )


def shrunk(photo: Photo, mask: Mask) -> tuple[Photo, Mask]:
    """Scales photo and mask down to `LONGEST_SIDE`, without grey edges in the mask."""
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
