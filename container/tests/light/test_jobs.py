"""Complete jobs with stand-in models and an in-memory storage."""

from __future__ import annotations

import errno
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gen3d_container.contract import ModelName, Quality, ReconstructionJob, answer_json
from gen3d_container.embeddings import Manifest, unpack
from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.images import Mask, Photo
from gen3d_container.models import Mesh, Reconstruction
from gen3d_container.ply import GAUSSIAN_FIELDS, read_ply
from gen3d_container.settings import Settings
from gen3d_container.standin import StandInEmbedding, StandInReconstruction
from gen3d_container.worker.failures import classified
from gen3d_container.worker.jobs import run_embedding, run_reconstruction
from tests.light.support.failing import FailingModel
from tests.light.support.jobs import KEYS, MASK, PHOTO, MemoryStorage, embedding_job, reconstruction_job
from tests.light.support.meshes import euler_characteristic, is_closed, torus, volume
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


def test_the_manifest_is_written_after_the_data(storage: MemoryStorage) -> None:
    run_embedding(embedding_job(), StandInEmbedding(), storage, SETTINGS)

    assert list(storage.written) == [KEYS.embeddings_data, KEYS.embeddings]


def test_a_reconstruction_is_written_as_mesh_and_splat(storage: MemoryStorage) -> None:
    answer = run_reconstruction(reconstruction_job(), StandInReconstruction(), storage, SETTINGS)

    vertices, faces = mesh_in(storage)
    splat = read_ply(storage.written[KEYS.splat])
    assert vertices.dtype.names == ("x", "y", "z", "red", "green", "blue")
    assert splat.vertices.dtype.names == GAUSSIAN_FIELDS
    assert splat.faces is None
    assert (answer.output_s3_key, answer.splat_s3_key) == (KEYS.mesh, KEYS.splat)
    assert (answer.mesh_stats.num_points, answer.mesh_stats.num_faces) == (len(vertices), len(faces))
    assert answer.mesh_stats.file_size_mb == pytest.approx(len(storage.written[KEYS.mesh]) / 2**20, abs=1e-3)
    assert answer.mesh_stats.mask_coverage_percent == pytest.approx(100 * disc().mean(), abs=1e-3)


def test_the_stand_ins_mesh_has_the_masks_outline_and_the_photos_colours(storage: MemoryStorage) -> None:
    run_reconstruction(reconstruction_job(), StandInReconstruction(), storage, SETTINGS)

    vertices, _ = mesh_in(storage)
    assert np.ptp(vertices["x"]) == pytest.approx(1, abs=0.05)
    assert np.ptp(vertices["y"]) == pytest.approx(1, abs=0.05)
    front = vertices[vertices["z"] > 0]
    assert np.corrcoef(front["x"], front["red"].astype(float))[0, 1] > 0.99
    assert np.corrcoef(front["y"], front["green"].astype(float))[0, 1] < -0.99


@pytest.mark.parametrize("quality", ["low", "medium", "high"])
def test_the_stand_ins_mesh_is_closed_and_faces_out(storage: MemoryStorage, quality: Quality) -> None:
    run_reconstruction(reconstruction_job(quality=quality), StandInReconstruction(), storage, SETTINGS)

    vertices, faces = mesh_in(storage)
    positions = np.stack([vertices[axis] for axis in "xyz"], axis=1)
    assert is_closed(faces)
    assert euler_characteristic(faces) == 2
    assert volume(positions, faces) > 0.05


def test_a_model_without_gaussians_writes_the_mesh_alone(storage: MemoryStorage) -> None:
    answer = run_reconstruction(reconstruction_job(), Made(Reconstruction(torus(8, 8), None, None)), storage, SETTINGS)

    assert answer.splat_s3_key is None
    assert list(storage.written) == [KEYS.mesh]


def test_the_same_seed_makes_the_same_splat(storage: MemoryStorage) -> None:
    def made(seed: int) -> bytes:
        run_reconstruction(reconstruction_job(seed=seed), StandInReconstruction(), storage, SETTINGS)
        return storage.written[KEYS.splat]

    assert made(1) == made(1)
    assert made(1) != made(2)


def test_better_quality_makes_more_vertices() -> None:
    large = MemoryStorage({(PHOTO, "p1"): file_of(photo(600, 600)), (MASK, "m1"): mask_file(disc(600, 600, 280))})

    def vertices(quality: Quality) -> int:
        job = reconstruction_job(quality=quality)
        return run_reconstruction(job, StandInReconstruction(), large, SETTINGS).mesh_stats.num_points

    assert vertices("low") < vertices("medium") < vertices("high")


def test_timings_name_each_step(storage: MemoryStorage) -> None:
    answer = run_reconstruction(reconstruction_job(), StandInReconstruction(), storage, SETTINGS)

    assert set(answer.timings) == {"download", "decode", "model", "upload", "total"}
    assert answer.timings["total"] >= answer.timings["model"]


def several_masks(storage: MemoryStorage, *drawn: Mask) -> ReconstructionJob:
    """A job with the storage's first mask and these."""
    more = []
    for number, mask in enumerate(drawn, start=2):
        key = KEYS.object(number).mask
        storage.objects[key, "m"] = mask_file(mask)
        more.append({"key": key, "version": "m"})
    return reconstruction_job(more_masks=more)


def test_each_mask_makes_an_object(storage: MemoryStorage) -> None:
    answer = run_reconstruction(
        several_masks(storage, disc(radius=10), disc(radius=15)), StandInReconstruction(), storage, SETTINGS
    )

    assert answer.more_objects is not None
    made = [answer, *answer.more_objects]
    assert [each.output_s3_key for each in made] == [KEYS.object(number).mesh for number in (1, 2, 3)]
    assert [each.splat_s3_key for each in made] == [KEYS.object(number).splat for number in (1, 2, 3)]
    for each, radius in zip(made, (20, 10, 15), strict=True):
        assert len(read_ply(storage.written[each.output_s3_key]).vertices) == each.mesh_stats.num_points
        assert each.mesh_stats.mask_coverage_percent == pytest.approx(100 * disc(radius=radius).mean(), abs=1e-3)


def test_the_first_object_does_not_depend_on_others(storage: MemoryStorage) -> None:
    alone = run_reconstruction(reconstruction_job(), StandInReconstruction(), storage, SETTINGS)
    mesh = storage.written[KEYS.mesh]
    job = several_masks(storage, disc(radius=10))

    together = run_reconstruction(job, StandInReconstruction(), storage, SETTINGS)

    assert storage.written[KEYS.mesh] == mesh
    assert together.mesh_stats == alone.mesh_stats
    assert "more_objects" not in json.loads(answer_json(alone))


def test_the_error_names_the_mask_that_is_wrong(storage: MemoryStorage) -> None:
    job = several_masks(storage, disc(radius=10), np.zeros_like(disc()))

    with pytest.raises(ModelError, match=r"Mask 3 of 3: The mask selects 0\.000%") as failed:
        run_reconstruction(job, StandInReconstruction(), storage, SETTINGS)

    assert failed.value.code == ErrorCode.MASK_EMPTY
    assert storage.written == {}


class Made:
    """A model that returns what it is given."""

    name = ModelName(name="made", revision="1", preview=True)

    def __init__(self, *made: Reconstruction) -> None:
        self.made = list(made)

    def reconstruct(
        self, photo: Photo, masks: Sequence[Mask], quality: Quality, seed: int | None
    ) -> list[Reconstruction]:
        return self.made


def mesh_in(storage: MemoryStorage) -> tuple[np.ndarray, np.ndarray]:
    """The vertices and faces that were written."""
    read = read_ply(storage.written[KEYS.mesh])
    assert read.faces is not None
    return read.vertices, read.faces


def with_nan() -> Mesh:
    mesh = torus(8, 8)
    mesh.vertices[3, 1] = np.nan
    return mesh


@pytest.mark.parametrize(
    ("mesh", "reason"),
    [
        (with_nan(), "not finite"),
        (Mesh(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.int32), np.zeros((0, 3), np.uint8)), "empty"),
        (replace(torus(8, 8), faces=np.zeros((0, 3), np.int32)), "empty"),
        (replace(torus(8, 8), faces=np.full((1, 3), 64, np.int32)), "without vertices"),
        (replace(torus(8, 8), faces=np.full((1, 3), -1, np.int32)), "without vertices"),
    ],
    ids=["NaN", "empty", "no faces", "index", "negative index"],
)
def test_an_unusable_mesh_has_a_code_and_writes_nothing(storage: MemoryStorage, mesh: Mesh, reason: str) -> None:
    [good] = StandInReconstruction().reconstruct(photo(), [disc()], "low", None)
    job = several_masks(storage, disc(radius=10))

    with pytest.raises(ModelError, match=reason) as failed:
        run_reconstruction(job, Made(good, replace(good, mesh=mesh)), storage, SETTINGS)

    assert failed.value.code == ErrorCode.MODEL_FAILED
    assert storage.written == {}


class OutOfMemoryError(RuntimeError):
    """Has the name of torch's error."""


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
def test_a_failing_model_has_a_code_and_writes_nothing(
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


def test_scratch_files_are_removed(storage: MemoryStorage, tmp_path: Path) -> None:
    run_reconstruction(reconstruction_job(), StandInReconstruction(), storage, Settings(gen3d_scratch_folder=tmp_path))

    assert list(tmp_path.iterdir()) == []


def test_a_bug_has_no_code() -> None:
    assert classified(KeyError("a bug")) is None
