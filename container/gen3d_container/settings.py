"""Settings from environment variables. Limits have the same names as in the Lambda functions."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Count = Annotated[int, Field(gt=0)]
Percent = Annotated[float, Field(gt=0, le=100)]
Seconds = Annotated[float, Field(gt=0)]


class Settings(BaseModel):
    """Limits, times in seconds, and folders."""

    model_config = ConfigDict(frozen=True)

    max_photo_pixels: Count = 40_000_000
    #: Minimum of the shorter side.
    min_photo_pixels: Count = 64
    max_photo_bytes: Count = 64_000_000
    max_mask_bytes: Count = 10_000_000
    min_mask_coverage: Percent = 0.1
    max_mask_coverage: Percent = 95.0

    #: SageMaker's `ModelDataSource` writes `sam3/` and `sam3d/` here.
    gen3d_model_folder: Path = Path("/opt/ml/model")
    #: Whether models with weights fail to load without a GPU. On a CPU they take minutes or fail.
    gen3d_gpu: Literal["required", "optional"] = "optional"
    #: URL of the browser's mask decoder, written into each manifest.
    gen3d_decoder_url: str = "public/sam3-decoder.onnx"
    #: Whether low quality uses SAM 3D's distilled first stage.
    gen3d_distilled_low: bool = False
    #: Folder for PLY files before their upload.
    gen3d_scratch_folder: Path = Path("/tmp")  # noqa: S108 (each job creates a private folder in it)

    #: Concurrent invocations, including the running one: MaxConcurrentInvocationsPerInstance.
    gen3d_capacity: Count = 4
    #: Time limits of one job, for a reconstruction per mask.
    gen3d_embedding_seconds: Seconds = 60
    gen3d_reconstruction_seconds: Seconds = 220
    #: Longest wait for the GPU. After that the job times out.
    gen3d_waiting_seconds: Seconds = 860
    #: A worker that has not loaded its model by then is started again. Three fit into the health check's 3,600 s.
    gen3d_loading_seconds: Seconds = 900
    #: Between SIGTERM and the end; SageMaker kills after 30.
    gen3d_drain_seconds: Seconds = 25


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Reads `MAX_PHOTO_PIXELS` and so on. :raises ValidationError: naming each setting that is wrong"""
    names = Settings.model_fields
    given = {name: environment[name.upper()] for name in names if environment.get(name.upper())}
    return Settings.model_validate(given)
