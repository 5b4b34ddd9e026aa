"""Jobs from the first byte read to the last one written, with stand-in models and a storage in memory."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import numpy as np
import pytest

from gen3d_container.contract import ModelName, Quality
from gen3d_container.embeddings import Manifest, unpack
from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.images import Mask, Photo
from gen3d_container.models import Embedding, Gaussians, Reconstruction
from gen3d_container.ply import GAUSSIAN_FIELDS, read_ply
from gen3d_container.settings import Settings
from gen3d_container.standin import StandInEmbedding, StandInReconstruction
from gen3d_container.worker.failures import classified
from gen3d_container.worker.jobs import run_embedding, run_reconstruction
from tests.light.support.jobs import KEYS, MASK, PHOTO, MemoryStorage, embedding_job, reconstruction_job
from tests.light.support.pictures import disc, file_of, mask_file, photo

SETTINGS = Settings(gen3d_decoder_url="models/decoder.onnx")


@pytest.fixture
def storage() -> MemoryStorage:
    return MemoryStorage({(PHOTO, "p1"): file_of(photo()), (MASK, "m1"): mask_file(disc())})


def test_an_embedding_is_written_with_its_manifest(storage: MemoryStorage) -> None:
    answer = run_embedding(embedding_job(), StandInEmbedding(), storage, SETTINGS)

    manifest = Manifest.model_validate_json(storage.written[answer.embeddings_s3_key])
    tensors = unpack(storage.written[manifest.data_s3_key], manifest.tensors)
    assert {name: tensor.shape for name, tensor in tensors.items()} == {
        "high_res_feats_0": (1, 32, 288, 288),
        "high_res_feats_1": (1, 64, 144, 144),
        "image_embed": (1, 256, 72, 72),
    }
    assert manifest.image_size == answer.image_size == (96, 64)
    assert manifest.scale == (1008 / 96, 1008 / 64)
    assert json.loads(manifest.decoder.model_dump_json()) == {
        "kind": "onnx",
        "url": "models/decoder.onnx",
        "input_size": 1008,
    }


def test_the_manifest_comes_after_the_data_that_it_makes_known(storage: MemoryStorage) -> None:
    run_embedding(embedding_job(), StandInEmbedding(), storage, SETTINGS)

    assert list(storage.written) == [KEYS.embeddings_data, KEYS.embeddings]


def test_a_reconstruction_is_written_as_points_and_splat(storage: MemoryStorage) -> None:
    answer = run_reconstruction(reconstruction_job(), StandInReconstruction(), storage, SETTINGS)

    points = read_ply(storage.written[KEYS.mesh])
    splat = read_ply(storage.written[KEYS.splat])
    assert points.dtype.names == ("x", "y", "z", "red", "green", "blue")
    assert splat.dtype.names == GAUSSIAN_FIELDS
    assert answer.mesh_stats.num_points == len(points) == len(splat)
    assert answer.mesh_stats.file_size_mb == pytest.approx(len(storage.written[KEYS.mesh]) / 2**20, abs=1e-3)
    assert answer.mesh_stats.mask_coverage_percent == pytest.approx(100 * disc().mean(), abs=1e-3)


def test_the_stand_ins_points_have_the_masks_outline_and_the_photos_colours(storage: MemoryStorage) -> None:
    run_reconstruction(reconstruction_job(), StandInReconstruction(), storage, SETTINGS)

    points = read_ply(storage.written[KEYS.mesh])
    assert np.ptp(points["x"]) == pytest.approx(1, abs=0.05)
    assert np.ptp(points["y"]) == pytest.approx(1, abs=0.05)
    front = points[points["z"] > 0]
    assert np.corrcoef(front["x"], front["red"].astype(float))[0, 1] > 0.99
    assert np.corrcoef(front["y"], front["green"].astype(float))[0, 1] < -0.99


def test_the_same_seed_makes_the_same_points(storage: MemoryStorage) -> None:
    def made(seed: int) -> bytes:
        run_reconstruction(reconstruction_job(seed=seed), StandInReconstruction(), storage, SETTINGS)
        return storage.written[KEYS.mesh]

    assert made(1) == made(1)
    assert made(1) != made(2)


def test_better_quality_makes_more_points() -> None:
    large = MemoryStorage({(PHOTO, "p1"): file_of(photo(600, 600)), (MASK, "m1"): mask_file(disc(600, 600, 280))})

    def points(quality: Quality) -> int:
        job = reconstruction_job(quality=quality)
        return run_reconstruction(job, StandInReconstruction(), large, SETTINGS).mesh_stats.num_points

    assert points("low") < points("medium") < points("high")


def test_timings_name_each_step(storage: MemoryStorage) -> None:
    answer = run_reconstruction(reconstruction_job(), StandInReconstruction(), storage, SETTINGS)

    assert set(answer.timings) == {"download", "decode", "model", "upload", "total"}
    assert answer.timings["total"] >= answer.timings["model"]


class FailingModel:
    """A model of both kinds that raises, or makes NaN when there is nothing to raise."""

    name = ModelName(name="failing", revision="1", preview=True)

    def __init__(self, error: Exception | None) -> None:
        self.error = error

    def embed(self, photo: Photo) -> Embedding:
        if self.error:
            raise self.error
        return Embedding({"image_embed": np.full((1, 2), np.nan, np.float32)}, 1008)

    def reconstruct(self, photo: Photo, mask: Mask, quality: Quality, seed: int | None) -> Reconstruction:
        if self.error:
            raise self.error
        return Reconstruction(Gaussians(np.full((2, 17), np.nan, np.float32)), None)


class OutOfMemoryError(RuntimeError):
    """Named as torch's."""


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ValueError("the shapes do not fit"), ErrorCode.MODEL_FAILED),
        (OSError(errno.EIO, "weights are gone"), ErrorCode.MODEL_FAILED),
        (MemoryError(), ErrorCode.OUT_OF_MEMORY),
        (OutOfMemoryError("Tried to allocate 3 GiB"), ErrorCode.OUT_OF_MEMORY),
        (RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling"), ErrorCode.OUT_OF_MEMORY),
        (None, ErrorCode.MODEL_FAILED),
    ],
    ids=["exception", "I/O", "host memory", "GPU memory", "cuBLAS", "NaN"],
)
def test_a_failing_model_has_a_code_and_leaves_nothing_behind(
    storage: MemoryStorage, error: Exception | None, code: ErrorCode
) -> None:
    with pytest.raises(ModelError) as embedding:
        run_embedding(embedding_job(), FailingModel(error), storage, SETTINGS)
    with pytest.raises(ModelError) as reconstruction:
        run_reconstruction(reconstruction_job(), FailingModel(error), storage, SETTINGS)

    assert (embedding.value.code, reconstruction.value.code) == (code, code)
    assert storage.written == {}


def test_the_mask_is_checked_before_the_model_runs(storage: MemoryStorage) -> None:
    storage.objects[MASK, "m1"] = mask_file(disc(64, 96))

    with pytest.raises(ModelError) as failed:
        run_reconstruction(reconstruction_job(), FailingModel(AssertionError("ran")), storage, SETTINGS)

    assert failed.value.code == ErrorCode.MASK_SIZE_MISMATCH


def test_a_full_disk_has_its_code(storage: MemoryStorage) -> None:
    full = Path("/dev/full")
    assert full.exists(), "this test writes to /dev/full"
    with pytest.raises(OSError, match="No space left") as failed:
        full.write_bytes(bytes(10_000))

    told = classified(failed.value)

    assert told is not None
    assert told.code == ErrorCode.STORAGE_FULL


def test_scratch_files_are_taken_away(storage: MemoryStorage, tmp_path: Path) -> None:
    run_reconstruction(reconstruction_job(), StandInReconstruction(), storage, Settings(gen3d_scratch_folder=tmp_path))

    assert list(tmp_path.iterdir()) == []


def test_a_fault_of_ours_has_no_code() -> None:
    assert classified(KeyError("a bug")) is None
