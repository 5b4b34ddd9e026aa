"""Runs a job step by step: read, run the model, write, answer."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from gen3d_container.contract import (
    EmbeddingAnswer,
    EmbeddingJob,
    MeshStats,
    ReconstructedObject,
    ReconstructionAnswer,
    ReconstructionJob,
)
from gen3d_container.embeddings import Manifest, OnnxDecoder, pack
from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.gaussians import check_gaussians
from gen3d_container.images import Mask, Photo, read_mask, read_photo
from gen3d_container.keys import ObjectKeys
from gen3d_container.mesh import check_mesh
from gen3d_container.models import EmbeddingModel, Reconstruction, ReconstructionModel
from gen3d_container.ply import face_records, gaussian_records, vertex_records, write_ply
from gen3d_container.settings import Settings
from gen3d_container.steps import measured_steps
from gen3d_container.storage import Storage
from gen3d_container.worker.failures import model_failures

_BINARY = "application/octet-stream"


@dataclass
class Stopwatch:
    """Seconds by step, and in `total`."""

    steps: dict[str, float] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.steps[name] = round(time.monotonic() - began, 4)

    def timings(self) -> dict[str, float]:
        return {**self.steps, "total": round(time.monotonic() - self.began, 4)}


def run_embedding(job: EmbeddingJob, model: EmbeddingModel, storage: Storage, settings: Settings) -> EmbeddingAnswer:
    """Writes `embeddings.bin`, then the manifest that refers to it. :raises ModelError: see the contract"""
    watch = Stopwatch()
    with watch.step("download"):
        data = storage.read(job.bucket, job.image, settings.max_photo_bytes, ErrorCode.IMAGE_TOO_LARGE)
    with watch.step("decode"):
        photo = read_photo(data, settings)
    with watch.step("model"), model_failures():
        embedding = model.embed(photo)
    height, width = photo.shape[:2]
    body, tensors = pack(embedding.tensors)
    side = embedding.input_size
    manifest = Manifest(
        version=1,
        model=model.name,
        image_size=(width, height),
        scale=(side / width, side / height),
        data_s3_key=job.keys.embeddings_data,
        tensors=tensors,
        decoder=OnnxDecoder(kind="onnx", url=settings.gen3d_decoder_url, input_size=side),
    )
    with watch.step("upload"):
        storage.write(job.bucket, job.keys.embeddings_data, body, _BINARY)
        storage.write(job.bucket, job.keys.embeddings, manifest.model_dump_json().encode(), "application/json")
    return EmbeddingAnswer(
        status="success",
        task=job.task,
        embeddings_s3_key=job.keys.embeddings,
        image_size=(width, height),
        model=model.name,
        timings=watch.timings(),
    )


def run_reconstruction(
    job: ReconstructionJob, model: ReconstructionModel, storage: Storage, settings: Settings
) -> ReconstructionAnswer:
    """Writes each object's splat, if there is one, and mesh. :raises ModelError: see the contract"""
    watch = Stopwatch()
    with watch.step("download"):
        data = storage.read(job.bucket, job.image, settings.max_photo_bytes, ErrorCode.IMAGE_TOO_LARGE)
        drawn = [
            storage.read(job.bucket, mask, settings.max_mask_bytes, ErrorCode.MASK_UNREADABLE) for mask in job.masks
        ]
    with watch.step("decode"):
        photo = read_photo(data, settings)
        masks = _read_masks(drawn, photo, settings)
    with watch.step("model"), model_failures(), measured_steps() as steps:
        made = model.reconstruct(photo, [mask for mask, _ in masks], job.quality, job.seed)
        for each in made:
            _check(each)
    watch.steps.update({f"model.{name}": seconds for name, seconds in steps.seconds.items()})
    with watch.step("upload"):
        objects = [
            _write_object(job, number, each, coverage, model.name.name, storage, settings)
            for number, (each, (_, coverage)) in enumerate(zip(made, masks, strict=True), start=1)
        ]
    return ReconstructionAnswer(
        status="success",
        task=job.task,
        **dict(objects[0]),
        more_objects=objects[1:] or None,
        model=model.name,
        timings=watch.timings(),
    )


def _read_masks(drawn: list[bytes], photo: Photo, settings: Settings) -> list[tuple[Mask, float]]:
    """Each mask with its share in percent. An error names the mask by number when there are several."""
    masks: list[tuple[Mask, float]] = []
    for number, data in enumerate(drawn, start=1):
        try:
            masks.append(read_mask(data, (photo.shape[1], photo.shape[0]), settings))
        except ModelError as error:
            which = f"Mask {number} of {len(drawn)}: " if len(drawn) > 1 else ""
            raise ModelError(error.code, f"{which}{error.message}") from None
    return masks


def _write_object(
    job: ReconstructionJob,
    number: int,
    made: Reconstruction,
    coverage: float,
    model: str,
    storage: Storage,
    settings: Settings,
) -> ReconstructedObject:
    keys = job.keys.object(number)
    with tempfile.TemporaryDirectory(dir=settings.gen3d_scratch_folder) as folder:
        size = _write_files(job, keys, made, model, storage, Path(folder))
    stats = MeshStats(
        num_points=len(made.mesh.vertices),
        num_faces=len(made.mesh.faces),
        file_size_mb=round(size / 2**20, 3),
        has_colors=True,
        mask_coverage_percent=round(coverage, 3),
    )
    splat = keys.splat if made.gaussians else None
    return ReconstructedObject(output_s3_key=keys.mesh, splat_s3_key=splat, mesh_stats=stats, pose=made.pose)


def _check(made: Reconstruction) -> None:
    """:raises ModelError: ModelFailed when the files would be unusable"""
    check_mesh(made.mesh)
    if made.gaussians:
        check_gaussians(made.gaussians)


def _write_files(
    job: ReconstructionJob, keys: ObjectKeys, made: Reconstruction, model: str, storage: Storage, folder: Path
) -> int:
    """:returns: the size of the mesh's file in bytes"""
    mesh, gaussians = made.mesh, made.gaussians
    if gaussians:
        with (folder / "splat.ply").open("w+b") as file:
            write_ply(file, gaussian_records(gaussians.columns), comment=f"Gaussians by {model}")
            _send(job, keys.splat, file, storage)
    with (folder / "mesh.ply").open("w+b") as file:
        vertices = vertex_records(mesh.vertices, mesh.colours)
        size = write_ply(file, vertices, face_records(mesh.faces), comment=f"mesh by {model}, colours in sRGB")
        _send(job, keys.mesh, file, storage)
    return size


def _send(job: ReconstructionJob, key: str, file: IO[bytes], storage: Storage) -> None:
    file.seek(0)
    storage.write(job.bucket, key, file, _BINARY)
