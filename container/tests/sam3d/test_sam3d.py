"""The adapter to SAM 3D Objects, with a stand-in that has upstream's signatures."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from gen3d_container.contract import ModelName, Quality
from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.ply import GAUSSIAN_FIELDS, read_ply
from gen3d_container.sam3d.decoding import DECODERS
from gen3d_container.sam3d.load import UntrustedConfigError, check_targets, load_pipeline
from gen3d_container.sam3d.model import LONGEST_SIDE, Sam3d, is_shortcut, shrunk
from gen3d_container.sam3d.resident import resident
from gen3d_container.sam3d.staging import LATENT, SPARSE_STRUCTURE, UNUSED, stage
from gen3d_container.settings import Settings
from gen3d_container.worker.jobs import run_reconstruction
from tests.light.support.jobs import KEYS, MASK, PHOTO, MemoryStorage, reconstruction_job
from tests.light.support.meshes import is_closed
from tests.light.support.pictures import disc, file_of, mask_file, photo
from tests.sam3d.standin_pipeline import PER_VOXEL, VOXELS, StandInGaussian, StandInPipeline

UPSTREAM = json.loads(Path(__file__).with_name("upstream.json").read_text())
NAME = ModelName(name="stand-in", revision="1", preview=True)


@pytest.fixture
def pipeline() -> StandInPipeline:
    made = StandInPipeline()
    stage(made, torch.device("cpu"), move=torch.clone)
    return made


def reconstructed(pipeline: StandInPipeline, quality: Quality = "high", seed: int | None = None) -> Any:
    return Sam3d(pipeline, NAME).reconstruct(photo(), [disc()], quality, seed)[0]


@pytest.mark.parametrize("method", UPSTREAM["methods"])
def test_the_stand_in_has_upstreams_signature(method: str) -> None:
    parameters = list(inspect.signature(getattr(StandInPipeline, method)).parameters.values())[1:]

    assert [
        [each.name, None if each.default is inspect.Parameter.empty else repr(each.default)] for each in parameters
    ] == UPSTREAM["methods"][method]


def test_each_model_of_upstream_is_staged_or_left_out() -> None:
    assert {*SPARSE_STRUCTURE, *LATENT, *DECODERS.values(), *UNUSED} == set(UPSTREAM["models"])


def test_the_stand_ins_gaussian_has_upstreams_properties() -> None:
    ours = {name for name, value in vars(StandInGaussian).items() if isinstance(value, property)}

    assert ours <= set(UPSTREAM["gaussian_properties"])


@pytest.mark.parametrize(
    ("quality", "steps", "decoder"),
    [("low", (10, 8), "gaussian_4"), ("medium", (15, 12), "gaussian"), ("high", (None, None), "gaussian")],
)
def test_quality_sets_steps_and_decoder(
    pipeline: StandInPipeline, quality: Quality, steps: tuple[int | None, int | None], decoder: str
) -> None:
    made = reconstructed(pipeline, quality)

    assert pipeline.called["steps"] == steps
    assert pipeline.called["formats"] == ["mesh", decoder]
    assert len(made.gaussians.columns) == VOXELS * PER_VOXEL[decoder]


def test_requests_no_texture_and_no_postprocessing(pipeline: StandInPipeline) -> None:
    reconstructed(pipeline)

    assert pipeline.called["mesh"] is False


def test_the_mask_is_0_or_255_and_as_large_as_the_photo(pipeline: StandInPipeline) -> None:
    reconstructed(pipeline)

    assert np.array_equal(pipeline.called["mask"], disc().astype(np.uint8) * 255)
    assert np.array_equal(pipeline.called["image"], photo())


@pytest.mark.parametrize(("given", "used"), [(None, 42), (0, 0), (7, 7)])
def test_a_job_without_a_seed_can_be_repeated(pipeline: StandInPipeline, given: int | None, used: int) -> None:
    reconstructed(pipeline, seed=given)

    assert pipeline.called["seed"] == used


def test_gaussians_come_out_activated_and_y_up(pipeline: StandInPipeline) -> None:
    columns = reconstructed(pipeline).gaussians.columns

    raw = StandInGaussian(VOXELS * 32)
    x, y, z = (raw.get_xyz.numpy()[:, axis] for axis in range(3))
    assert np.allclose(columns[:, :3], np.stack((x, z, -y), axis=1))
    assert np.allclose(columns[:, 6:9], raw._features_dc[:, 0].numpy())
    assert np.allclose(columns[:, 9], 3, atol=1e-4)
    assert np.allclose(columns[:, 10:13], -4, atol=1e-4)


def test_returns_the_pose(pipeline: StandInPipeline) -> None:
    pose = reconstructed(pipeline).pose

    assert pose.translation == pytest.approx((0.1, 0.2, 1.5))
    assert pose.scale == pytest.approx((0.8, 0.8, 0.8))
    assert pose.rotation == pytest.approx((0.5**0.5, -(0.5**0.5), 0, 0))


def test_each_step_has_its_models_on_the_gpu_and_no_others(pipeline: StandInPipeline) -> None:
    reconstructed(pipeline)

    assert pipeline.present == {
        "compute_pointmap": {"depth_model"},
        # The stand-in's two embedders share a layer, as upstream's may.
        "sample_sparse_structure": {
            *("ss_generator", "ss_decoder", "ss_condition_embedder", "slat_condition_embedder")
        },
        "sample_slat": {"slat_generator", "slat_condition_embedder", "ss_condition_embedder"},
        "decode_slat mesh": {"slat_decoder_mesh"},
        "decode_slat gaussian": {"slat_decoder_gs"},
    }


def test_the_timings_name_the_pipelines_steps(pipeline: StandInPipeline) -> None:
    storage = MemoryStorage({(PHOTO, "p1"): file_of(photo()), (MASK, "m1"): mask_file(disc())})

    answer = run_reconstruction(reconstruction_job(), Sam3d(pipeline, NAME), storage, Settings())

    steps = {name for name in answer.timings if name.startswith("model.")}
    drawn = {"model.compute_pointmap", "model.sample_sparse_structure", "model.sample_slat"}
    assert {*drawn, "model.decode_mesh", "model.decode_gaussian_4"} <= steps


def test_the_mesh_decoders_grids_are_on_the_gpu_while_it_runs(pipeline: StandInPipeline) -> None:
    pipeline.decode_slat(torch.zeros(VOXELS, 4), ["mesh"])

    assert pipeline.grids == torch.device("cpu")
    assert pipeline.models["slat_decoder_mesh"].mesh_extractor.device == "meta"


@pytest.mark.parametrize(("quality", "steps"), [("low", 4), ("medium", 15), ("high", None)])
def test_only_low_quality_uses_the_distilled_first_stage(
    pipeline: StandInPipeline, quality: Quality, steps: int | None
) -> None:
    Sam3d(pipeline, NAME, distilled=True).reconstruct(photo(), [disc()], quality, None)

    assert pipeline.called["distilled"] is (quality == "low")
    assert pipeline.called["steps"][0] == steps


def test_the_distilled_stage_is_not_used_unless_it_is_set(pipeline: StandInPipeline) -> None:
    reconstructed(pipeline, "low")

    assert pipeline.called["distilled"] is False


def test_only_a_shortcut_model_has_a_distilled_stage(pipeline: StandInPipeline) -> None:
    generator = pipeline.models["ss_generator"]
    generator.reverse_fn = torch.nn.Module()
    generator.reverse_fn.backbone = torch.nn.Module()
    assert not is_shortcut(pipeline)

    generator.reverse_fn.backbone.is_shortcut_model = True
    assert is_shortcut(pipeline)


def test_depth_is_computed_once_for_all_masks(pipeline: StandInPipeline) -> None:
    masks = [disc(radius=radius) for radius in (20, 10, 5)]

    made = Sam3d(pipeline, NAME).reconstruct(photo(), masks, "low", None)

    assert len(made) == 3
    assert pipeline.depth_model.calls == 1
    assert [np.count_nonzero(each) for each in pipeline.masks] == [np.count_nonzero(mask) for mask in masks]
    # Its weights stay off the GPU when there is nothing to compute.
    assert pipeline.present["compute_pointmap"] == set()


def test_each_job_computes_its_own_depth(pipeline: StandInPipeline) -> None:
    reconstructed(pipeline)
    reconstructed(pipeline)

    assert pipeline.depth_model.calls == 2


def test_a_failed_job_leaves_no_depth_for_the_next(pipeline: StandInPipeline) -> None:
    pipeline.broken = True
    with pytest.raises(RuntimeError, match="broken"):
        reconstructed(pipeline)
    pipeline.broken = False

    reconstructed(pipeline)

    assert pipeline.depth_model.calls == 2


def test_weights_return_to_their_place(pipeline: StandInPipeline) -> None:
    reconstructed(pipeline)

    pipeline._note("afterwards")
    assert pipeline.present["afterwards"] == set()


def test_a_failing_step_restores_its_weights(pipeline: StandInPipeline) -> None:
    pipeline.broken = True
    with pytest.raises(RuntimeError, match="broken"):
        reconstructed(pipeline)

    pipeline._note("afterwards")
    assert pipeline.present["afterwards"] == set()


def test_out_of_memory_while_moving_restores_moved_weights() -> None:
    module = torch.nn.Linear(2, 2)
    before = [parameter.data_ptr() for parameter in module.parameters()]
    moved = []

    def move(weight: torch.Tensor) -> torch.Tensor:
        if moved:
            raise torch.OutOfMemoryError("no room")
        moved.append(weight)
        return weight.clone()

    with pytest.raises(torch.OutOfMemoryError), resident([module], move):
        raise AssertionError("went in")

    assert [parameter.data_ptr() for parameter in module.parameters()] == before


def test_a_complete_job_writes_two_files(pipeline: StandInPipeline) -> None:
    storage = MemoryStorage({(PHOTO, "p1"): file_of(photo()), (MASK, "m1"): mask_file(disc())})

    answer = run_reconstruction(reconstruction_job(quality="high"), Sam3d(pipeline, NAME), storage, Settings())

    mesh, splat = read_ply(storage.written[KEYS.mesh]), read_ply(storage.written[KEYS.splat])
    assert mesh.faces is not None
    assert (len(mesh.vertices), len(mesh.faces)) == (answer.mesh_stats.num_points, answer.mesh_stats.num_faces)
    assert mesh.vertices["y"].max() == pytest.approx(0.5)
    assert is_closed(mesh.faces)
    assert splat.vertices.dtype.names == GAUSSIAN_FIELDS
    assert len(splat.vertices) == VOXELS * 32
    assert answer.pose is not None


def test_a_full_gpu_is_out_of_memory(pipeline: StandInPipeline) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 3.15 GiB")

    pipeline.decode_slat = full  # type: ignore[method-assign]
    storage = MemoryStorage({(PHOTO, "p1"): file_of(photo()), (MASK, "m1"): mask_file(disc())})

    with pytest.raises(ModelError) as failed:
        run_reconstruction(reconstruction_job(), Sam3d(pipeline, NAME), storage, Settings())

    assert failed.value.code == ErrorCode.OUT_OF_MEMORY


def test_a_large_photo_and_its_mask_are_scaled_down() -> None:
    small, mask = shrunk(photo(4096, 1024), disc(4096, 1024, 400))

    assert small.shape == (512, LONGEST_SIDE, 3)
    assert mask.shape == (512, LONGEST_SIDE)
    assert mask.mean() == pytest.approx(disc(4096, 1024, 400).mean(), rel=0.02)


def test_reports_a_folder_without_checkpoints(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="No SAM 3D Objects"):
        load_pipeline(tmp_path)


def test_configurations_may_only_call_the_models_packages() -> None:
    good = {"_target_": "sam3d_objects.pipeline.X", "list": [{"_target_": "torch.nn.Linear"}]}

    check_targets(good, "pipeline.yaml")
    with pytest.raises(UntrustedConfigError, match=r"pipeline\.yaml wants to call os\.system"):
        check_targets({**good, "more": {"deep": [{"_target_": "os.system"}]}}, "pipeline.yaml")
