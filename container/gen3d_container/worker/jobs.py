"""What a job is, step by step: read, run the model, write, answer."""

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
    ReconstructionAnswer,
    ReconstructionJob,
)
from gen3d_container.embeddings import Manifest, OnnxDecoder, pack
from gen3d_container.errors import ErrorCode
from gen3d_container.gaussians import points_of
from gen3d_container.images import read_mask, read_photo
from gen3d_container.models import EmbeddingModel, Gaussians, ReconstructionModel
from gen3d_container.ply import gaussian_records, point_records, write_ply
from gen3d_container.settings import Settings
from gen3d_container.storage import Storage
from gen3d_container.worker.failures import model_failures

_BINARY = "application/octet-stream"


@dataclass
class Stopwatch:
    """Seconds by step; `total` runs from the beginning."""

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
    """Writes `embeddings.bin`, then the manifest that makes it known. :raises ModelError: see the contract"""
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
    """Writes the splat, then the coloured points. :raises ModelError: see the contract"""
    watch = Stopwatch()
    with watch.step("download"):
        data = storage.read(job.bucket, job.image, settings.max_photo_bytes, ErrorCode.IMAGE_TOO_LARGE)
        drawn = storage.read(job.bucket, job.mask, settings.max_mask_bytes, ErrorCode.MASK_UNREADABLE)
    with watch.step("decode"):
        photo = read_photo(data, settings)
        mask, coverage = read_mask(drawn, (photo.shape[1], photo.shape[0]), settings)
    with watch.step("model"), model_failures():
        made = model.reconstruct(photo, mask, job.quality, job.seed)
    with watch.step("upload"), tempfile.TemporaryDirectory(dir=settings.gen3d_scratch_folder) as folder:
        points, size = _write_files(job, made.gaussians, model.name.name, storage, Path(folder))
    return ReconstructionAnswer(
        status="success",
        task=job.task,
        output_s3_key=job.keys.mesh,
        splat_s3_key=job.keys.splat,
        mesh_stats=MeshStats(
            num_points=points,
            file_size_mb=round(size / 2**20, 3),
            has_colors=True,
            mask_coverage_percent=round(coverage, 3),
        ),
        pose=made.pose,
        model=model.name,
        timings=watch.timings(),
    )


def _write_files(
    job: ReconstructionJob, gaussians: Gaussians, model: str, storage: Storage, folder: Path
) -> tuple[int, int]:
    """Number of coloured points and bytes of their file."""
    xyz, rgb = points_of(gaussians)
    with (folder / "splat.ply").open("w+b") as file:
        write_ply(file, gaussian_records(gaussians.columns), f"Gaussians by {model}")
        _send(job, job.keys.splat, file, storage)
    with (folder / "points.ply").open("w+b") as file:
        size = write_ply(file, point_records(xyz, rgb), f"coloured points by {model}")
        _send(job, job.keys.mesh, file, storage)
    return len(xyz), size


def _send(job: ReconstructionJob, key: str, file: IO[bytes], storage: Storage) -> None:
    file.seek(0)
    storage.write(job.bucket, key, file, _BINARY)
