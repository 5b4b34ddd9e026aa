"""The adapter to SAM 3D Objects, against a stand-in that has upstream's signatures."""

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
from gen3d_container.sam3d.load import UntrustedConfigError, check_targets, load_pipeline
from gen3d_container.sam3d.model import LONGEST_SIDE, Sam3d, shrunk
from gen3d_container.sam3d.staging import DECODERS, LATENT, SPARSE_STRUCTURE, UNUSED, resident, stage
from gen3d_container.settings import Settings
from gen3d_container.worker.jobs import run_reconstruction
from tests.light.support.jobs import KEYS, MASK, PHOTO, MemoryStorage, reconstruction_job
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
    return Sam3d(pipeline, NAME).reconstruct(photo(), disc(), quality, seed)


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
    assert pipeline.called["formats"] == [decoder]
    assert len(made.gaussians.columns) == VOXELS * PER_VOXEL[decoder]


def test_no_mesh_is_asked_for(pipeline: StandInPipeline) -> None:
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


def test_the_pose_is_answered(pipeline: StandInPipeline) -> None:
    pose = reconstructed(pipeline).pose

    assert pose.translation == pytest.approx((0.1, 0.2, 1.5))
    assert pose.scale == pytest.approx((0.8, 0.8, 0.8))
    assert pose.rotation == pytest.approx((0.5**0.5, -(0.5**0.5), 0, 0))


def test_each_step_has_its_models_on_the_gpu_and_no_others(pipeline: StandInPipeline) -> None:
    reconstructed(pipeline)

    assert pipeline.present == {
        "compute_pointmap": {"depth_model"},
        # The two embedders of the stand-in share a layer, as upstream's might.
        "sample_sparse_structure": {
            *("ss_generator", "ss_decoder", "ss_condition_embedder", "slat_condition_embedder")
        },
        "sample_slat": {"slat_generator", "slat_condition_embedder", "ss_condition_embedder"},
        "decode_slat": {"slat_decoder_gs"},
    }


def test_afterwards_everything_rests_where_it_was(pipeline: StandInPipeline) -> None:
    reconstructed(pipeline)

    pipeline._note("afterwards")
    assert pipeline.present["afterwards"] == set()


def test_a_step_that_fails_takes_its_models_away_too(pipeline: StandInPipeline) -> None:
    pipeline.broken = True
    with pytest.raises(RuntimeError, match="broken"):
        reconstructed(pipeline)

    pipeline._note("afterwards")
    assert pipeline.present["afterwards"] == set()


def test_running_out_of_memory_while_moving_takes_back_what_was_moved() -> None:
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


def test_the_mesh_decoder_is_let_go(pipeline: StandInPipeline) -> None:
    assert pipeline.models["slat_decoder_mesh"] is None


def test_a_whole_job_ends_in_two_files(pipeline: StandInPipeline) -> None:
    storage = MemoryStorage({(PHOTO, "p1"): file_of(photo()), (MASK, "m1"): mask_file(disc())})

    answer = run_reconstruction(reconstruction_job(quality="high"), Sam3d(pipeline, NAME), storage, Settings())

    assert len(read_ply(storage.written[KEYS.mesh])) == answer.mesh_stats.num_points == VOXELS * 32
    assert read_ply(storage.written[KEYS.splat]).dtype.names == GAUSSIAN_FIELDS
    assert answer.pose is not None


def test_a_gpu_without_room_has_its_code(pipeline: StandInPipeline) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 3.15 GiB")

    pipeline.decode_slat = full  # type: ignore[method-assign]
    storage = MemoryStorage({(PHOTO, "p1"): file_of(photo()), (MASK, "m1"): mask_file(disc())})

    with pytest.raises(ModelError) as failed:
        run_reconstruction(reconstruction_job(), Sam3d(pipeline, NAME), storage, Settings())

    assert failed.value.code == ErrorCode.OUT_OF_MEMORY


def test_a_large_photo_is_brought_down_with_its_mask() -> None:
    small, mask = shrunk(photo(4096, 1024), disc(4096, 1024, 400))

    assert small.shape == (512, LONGEST_SIDE, 3)
    assert mask.shape == (512, LONGEST_SIDE)
    assert mask.mean() == pytest.approx(disc(4096, 1024, 400).mean(), rel=0.02)


def test_a_folder_without_checkpoints_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="holds no SAM 3D Objects"):
        load_pipeline(tmp_path)


def test_configurations_may_call_the_models_packages_only() -> None:
    good = {"_target_": "sam3d_objects.pipeline.X", "list": [{"_target_": "torch.nn.Linear"}]}

    check_targets(good, "pipeline.yaml")
    with pytest.raises(UntrustedConfigError, match=r"pipeline\.yaml wants to call os\.system"):
        check_targets({**good, "more": {"deep": [{"_target_": "os.system"}]}}, "pipeline.yaml")
