"""A pipeline with upstream's signatures and return types, and next to no weights.

Its steps write down which models they found on the device, which here is any memory but the weights' own.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

MODELS = ("ss_generator", "slat_generator", "ss_decoder", "slat_decoder_gs", "slat_decoder_gs_4", "slat_decoder_mesh")
VOXELS = 50
PER_VOXEL = {"gaussian": 32, "gaussian_4": 4}


class StandInGaussian:
    """Upstream's Gaussian: raw values, and properties that activate them."""

    def __init__(self, count: int) -> None:
        random = torch.Generator().manual_seed(count)
        self._xyz = torch.rand(count, 3, generator=random)
        self._features_dc = torch.randn(count, 1, 3, generator=random)
        self._opacity = torch.full((count, 1), 3.0)
        self._scaling = torch.full((count, 3), -4.0)
        self._rotation = torch.randn(count, 4, generator=random) * 0.1
        self.rots_bias = torch.tensor([1.0, 0, 0, 0])

    @property
    def get_xyz(self) -> torch.Tensor:
        return self._xyz - 0.5

    @property
    def get_scaling(self) -> torch.Tensor:
        return torch.exp(self._scaling)

    @property
    def get_opacity(self) -> torch.Tensor:
        return torch.sigmoid(self._opacity)


class StandInMesh:
    """Upstream's MeshExtractResult of a pyramid, z up."""

    def __init__(self) -> None:
        self.vertices = torch.tensor([[0.0, 0, 0.5], [-0.5, -0.5, 0], [0.5, -0.5, 0], [0.5, 0.5, 0], [-0.5, 0.5, 0]])
        self.faces = torch.tensor([[0, 1, 2], [0, 2, 3], [0, 3, 4], [0, 4, 1], [1, 3, 2], [1, 4, 3]])
        self.vertex_attrs = torch.linspace(0, 1, 30).reshape(5, 6)


class StandInExtractor:
    """Upstream's SparseFeatures2Mesh, whose grids are plain attributes."""

    def __init__(self, device: Any, res: int, use_color: bool) -> None:
        self.device, self.res, self.use_color = device, res, use_color


class StandInDepthModel:
    def __init__(self) -> None:
        self.model = torch.nn.Linear(2, 2)
        self.device = torch.device("cpu")
        self.calls = 0

    def __call__(self, image: Any) -> dict[str, Any]:
        self.calls += 1
        return {"pointmaps": torch.zeros(4, 4, 3)}


class StandInPipeline:
    def __init__(self) -> None:
        self.models = torch.nn.ModuleDict({name: torch.nn.Linear(2, 2) for name in MODELS})
        self.models["slat_decoder_mesh"].mesh_extractor = StandInExtractor("meta", 256, True)  # type: ignore[assignment]
        self.models["ss_encoder"] = None  # type: ignore[assignment]
        shared = torch.nn.Linear(3, 3)
        self.condition_embedders = {
            "ss_condition_embedder": torch.nn.Sequential(shared, torch.nn.BatchNorm1d(3)),
            "slat_condition_embedder": torch.nn.Sequential(shared),
        }
        self.depth_model = StandInDepthModel()
        self.device = torch.device("cpu")
        self.called: dict[str, Any] = {}
        self.present: dict[str, set[str]] = {}
        self.home = {name: _place(module) for name, module in self._all().items()}
        self.masks: list[Any] = []
        self.grids: Any = None
        self.broken = False

    def run(
        self,
        image: Any,
        mask: Any = None,
        seed: int | None = None,
        stage1_only: bool = False,
        with_mesh_postprocess: bool = True,
        with_texture_baking: bool = True,
        with_layout_postprocess: bool = True,
        use_vertex_color: bool = False,
        stage1_inference_steps: int | None = None,
        stage2_inference_steps: int | None = None,
        use_stage1_distillation: bool = False,
        use_stage2_distillation: bool = False,
        pointmap: Any = None,
        decode_formats: list[str] | None = None,
        estimate_plane: bool = False,
    ) -> dict[str, Any]:
        self.masks.append(mask)
        self.called = {
            "image": image,
            "mask": mask,
            "seed": seed,
            "formats": decode_formats,
            "steps": (stage1_inference_steps, stage2_inference_steps),
            "distilled": use_stage1_distillation,
            "mesh": with_mesh_postprocess or with_texture_baking or with_layout_postprocess,
        }
        assert image.dtype == np.uint8
        assert image.ndim == 3
        assert mask.shape == image.shape[:2]
        self.compute_pointmap(image, pointmap)
        structure = self.sample_sparse_structure({}, inference_steps=stage1_inference_steps)
        latent = self.sample_slat({}, structure["coords"], inference_steps=stage2_inference_steps)
        outputs = self.decode_slat(latent, decode_formats or ["mesh", "gaussian"])
        outputs = self.postprocess_slat_output(outputs, with_mesh_postprocess, with_texture_baking, use_vertex_color)
        return {**structure, **outputs, "glb": None, "pointmap": torch.zeros(4, 4, 3)}

    def compute_pointmap(self, image: Any, pointmap: Any = None) -> dict[str, Any]:
        self._note("compute_pointmap")
        points = self.depth_model(image)["pointmaps"] if pointmap is None else pointmap
        return {"pointmap": points.permute(2, 0, 1)}

    def sample_sparse_structure(
        self, ss_input_dict: dict[str, Any], inference_steps: int | None = None, use_distillation: bool = False
    ) -> dict[str, Any]:
        self._note("sample_sparse_structure")
        if self.broken:
            raise RuntimeError("broken")
        return {
            "coords": torch.zeros(VOXELS, 4, dtype=torch.int32),
            "translation": torch.tensor([[0.1, 0.2, 1.5]]),
            "rotation": torch.tensor([[1.0, 0, 0, 0]]),
            "scale": torch.tensor([[0.8, 0.8, 0.8]]),
        }

    def sample_slat(
        self,
        slat_input: dict[str, Any],
        coords: torch.Tensor,
        inference_steps: int | None = 25,
        use_distillation: bool = False,
    ) -> torch.Tensor:
        self._note("sample_slat")
        return coords

    def decode_slat(self, slat: torch.Tensor, formats: list[str] = ["mesh", "gaussian"]) -> dict[str, Any]:  # noqa: B006
        self._note("decode_slat " + " ".join(formats))
        self.grids = self.models["slat_decoder_mesh"].mesh_extractor.device
        gaussians = {form: [StandInGaussian(len(slat) * PER_VOXEL[form])] for form in formats if form in PER_VOXEL}
        return {**gaussians, "mesh": [StandInMesh()]} if "mesh" in formats else gaussians

    def postprocess_slat_output(
        self, outputs: dict[str, Any], with_mesh_postprocess: Any, with_texture_baking: Any, use_vertex_color: Any
    ) -> dict[str, Any]:
        raise AssertionError("to_glb needs packages that the image omits")

    def _all(self) -> dict[str, torch.nn.Module]:
        models = {**self.models, **self.condition_embedders, "depth_model": self.depth_model.model}
        return {name: module for name, module in models.items() if module is not None}

    def _note(self, step: str) -> None:
        self.present[step] = {name for name, module in self._all().items() if _place(module) != self.home[name]}


def _place(module: torch.nn.Module) -> int:
    return next(module.parameters()).data_ptr()
