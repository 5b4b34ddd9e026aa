"""Upstream's pipeline, from its files to a mesh and Gaussians, with few random weights on the CPU."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from gen3d_container.contract import ModelName
from gen3d_container.ply import GAUSSIAN_FIELDS, read_ply
from gen3d_container.settings import Settings
from gen3d_container.weights.convert import convert, remove_originals
from gen3d_container.weights.halves import halved, torsos
from gen3d_container.weights.originals import original as read_original
from gen3d_container.worker.jobs import run_reconstruction
from tests.light.support.jobs import KEYS, PHOTO, MemoryStorage, reconstruction_job
from tests.light.support.pictures import disc, file_of, mask_file, photo
from tests.light.support.sealed import make_read_only

NAME = ModelName(name="tiny", revision="1", preview=True)
GENERATORS = ("ss_generator", "slat_generator")
DECODERS = ("ss_decoder", "slat_decoder_gs", "slat_decoder_gs_4", "slat_decoder_mesh")


@pytest.fixture(scope="session")
def converted(original: Path) -> Path:
    folder = original.parent / "converted"
    shutil.copytree(original, folder)
    convert(folder, lambda _: None)
    remove_originals(folder)
    return folder


@pytest.fixture(scope="session")
def pipeline(converted: Path) -> Any:
    from gen3d_container.sam3d.load import load_pipeline
    from gen3d_container.sam3d.staging import stage

    made = load_pipeline(converted)
    hide_weights(made)
    stage(made, torch.device("cpu"), revealed)
    return made


def modules_of(pipeline: Any) -> list[torch.nn.Module]:
    modules = [*pipeline.models.values(), *pipeline.condition_embedders.values(), pipeline.depth_model.model]
    return [module for module in modules if module is not None]


_hidden: dict[int, torch.Tensor] = {}


def hide_weights(pipeline: Any) -> None:
    """Puts NaN in the place of all weights. A step that computes with one that `stage` did not move makes NaN."""
    for module in modules_of(pipeline):
        for tensor in (*module.parameters(), *module.buffers()):
            if tensor.is_floating_point() and tensor.data_ptr() not in _hidden:
                poison = torch.full_like(tensor.data, torch.nan)
                _hidden[poison.data_ptr()] = tensor.data
                tensor.data = poison


def revealed(weight: torch.Tensor) -> torch.Tensor:
    return _hidden.get(weight.data_ptr(), weight).clone()


@pytest.mark.parametrize("name", [*GENERATORS, *DECODERS])
def test_the_conversion_halves_what_upstream_halves(original: Path, name: str) -> None:
    from hydra.utils import instantiate
    from omegaconf import OmegaConf

    from gen3d_container.sam3d.checkpoints import without_gpu

    config = OmegaConf.load(original / f"{name}.yaml")
    generator = name in GENERATORS
    module = instantiate(without_gpu(config.module.generator.backbone if generator else config))
    prefix = "_base_models.generator." if generator else ""
    theirs = {prefix + key for key, value in module.state_dict().items() if value.dtype == torch.float16}
    shapes = {key: tuple(value.shape) for key, value in read_original(original / f"{name}.ckpt").items()}

    assert halved(shapes, torsos(OmegaConf.to_container(config))) == theirs


def test_upstream_keeps_no_tensors_besides_parameters_and_buffers(pipeline: Any) -> None:
    parts = [part for module in modules_of(pipeline) for part in module.modules()]

    plain = {(type(part).__name__, name) for part in parts for name, value in vars(part).items() if holds_tensor(value)}

    # `stage` builds the extractor's grids, and the embedder moves its frequencies itself.
    assert plain == {("SLatMeshDecoderTdfyWrapper", "mesh_extractor"), ("AbsolutePositionEmbedder", "freqs")}


def test_upstreams_warnings_reach_the_log_and_its_chatter_does_not(
    pipeline: Any, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    from loguru import logger

    logger.info("a step")
    logger.warning("something odd")

    assert [(record.name, record.getMessage()) for record in caplog.records] == [("gen3d.upstream", "something odd")]
    assert "a step" not in capfd.readouterr().err


def holds_tensor(value: object) -> bool:
    members = vars(value).values() if hasattr(value, "__dict__") and not isinstance(value, torch.nn.Module) else ()
    return isinstance(value, torch.Tensor) or any(isinstance(member, torch.Tensor) for member in members)


def reconstructed(pipeline: Any, *, distilled: bool = False, **changes: Any) -> tuple[Any, MemoryStorage]:
    from gen3d_container.sam3d.model import Sam3d

    masks = {(KEYS.object(number).mask, "m1"): mask_file(disc(radius=radius)) for number, radius in ((1, 20), (2, 10))}
    storage = MemoryStorage({(PHOTO, "p1"): file_of(photo()), **masks})
    model = Sam3d(pipeline, NAME, distilled=distilled)
    return run_reconstruction(reconstruction_job(**changes), model, storage, Settings()), storage


@pytest.fixture(scope="session")
def high(pipeline: Any) -> tuple[Any, MemoryStorage]:
    return reconstructed(pipeline, quality="high", seed=7)


def test_a_job_makes_a_mesh_and_a_splat(high: tuple[Any, MemoryStorage]) -> None:
    answer, storage = high

    mesh = read_ply(storage.written[KEYS.mesh])
    splat = read_ply(storage.written[KEYS.splat])
    assert answer.mesh_stats.num_points > 1_000
    assert answer.mesh_stats.num_faces > 1_000
    assert splat.vertices.dtype.names == GAUSSIAN_FIELDS
    assert all(np.isfinite(splat.vertices[name]).all() for name in GAUSSIAN_FIELDS)
    assert all(np.abs(mesh.vertices[axis]).max() <= 0.51 for axis in "xyz")
    assert answer.pose is not None


def test_the_same_seed_makes_the_same_model_from_upstreams_own_files(
    original: Path, high: tuple[Any, MemoryStorage]
) -> None:
    from gen3d_container.sam3d.load import load_pipeline
    from gen3d_container.sam3d.staging import stage

    unconverted = load_pipeline(original)
    stage(unconverted, torch.device("cpu"), torch.clone)

    _, storage = reconstructed(unconverted, quality="high", seed=7)

    assert storage.written[KEYS.mesh] == high[1].written[KEYS.mesh]
    assert storage.written[KEYS.splat] == high[1].written[KEYS.splat]


def test_equal_copies_of_dinov2_share_their_memory(converted: Path) -> None:
    from gen3d_container.sam3d.load import load_pipeline

    embedders = load_pipeline(converted).condition_embedders.values()

    weights = [
        module.backbone.patch_embed.proj.weight
        for each in embedders
        for module in each.modules()
        if hasattr(module, "backbone")
    ]
    assert len(weights) == 4
    assert len({weight.data_ptr() for weight in weights}) == 1


def test_a_job_with_two_masks_makes_two_models_and_computes_the_depth_once(
    pipeline: Any, high: tuple[Any, MemoryStorage], monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[Any] = []
    infer = pipeline.depth_model.model.infer
    monkeypatch.setattr(pipeline.depth_model.model, "infer", lambda *a, **n: computed.append(1) or infer(*a, **n))
    second = KEYS.object(2)

    answer, storage = reconstructed(
        pipeline, quality="high", seed=7, more_masks=[{"key": second.mask, "version": "m1"}]
    )

    assert len(computed) == 1
    assert storage.written[KEYS.mesh] == high[1].written[KEYS.mesh]
    assert storage.written[second.mesh] != storage.written[KEYS.mesh]
    assert len(answer.more_objects) == 1


def test_low_quality_takes_four_steps_of_the_distilled_first_stage(
    pipeline: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gen3d_container.sam3d.model import is_shortcut

    generator = pipeline.models["ss_generator"]
    steps: list[float] = []
    dynamics = generator._generate_dynamics

    def counted(x: Any, t: float, d: float, *rest: Any, **named: Any) -> Any:
        steps.append(d)
        return dynamics(x, t, d, *rest, **named)

    monkeypatch.setattr(generator, "_generate_dynamics", counted)

    answer, _ = reconstructed(pipeline, distilled=True, quality="low")

    assert is_shortcut(pipeline)
    assert steps == [0.25] * 4
    assert answer.mesh_stats.num_faces


@pytest.mark.parametrize("kind", ["original", "converted"])
def test_a_start_needs_no_network_no_privileges_and_writes_nothing(
    kind: str, original: Path, converted: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "model" / "sam3d"
    shutil.copytree(converted if kind == "converted" else original, folder)
    make_read_only(folder)
    home = tmp_path / "home"
    home.mkdir()

    command = [sys.executable, "-m", "tests.upstream.sealed", str(folder)]
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.startswith("loaded ") or "\nloaded " in done.stdout
