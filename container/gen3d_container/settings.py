"""What the container can be told by its environment; names as in `tasks/core/environment.ts`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Count = Annotated[int, Field(gt=0)]
Percent = Annotated[float, Field(gt=0, le=100)]
Seconds = Annotated[float, Field(gt=0)]


class Settings(BaseModel):
    """Limits, times in seconds, and folders."""

    model_config = ConfigDict(frozen=True)

    max_photo_pixels: Count = 40_000_000
    #: Shortest side.
    min_photo_pixels: Count = 64
    max_photo_bytes: Count = 20_000_000
    max_mask_bytes: Count = 10_000_000
    min_mask_coverage: Percent = 0.1
    max_mask_coverage: Percent = 95.0

    #: `ModelDataSource` lands here: `sam3/` and `sam3d/` below it.
    gen3d_model_folder: Path = Path("/opt/ml/model")
    #: Written into each manifest: where a browser finds the mask decoder.
    gen3d_decoder_url: str = "models/sam3-decoder.onnx"
    #: Where PLY files are written before they go to S3.
    gen3d_scratch_folder: Path = Path("/tmp")  # noqa: S108 (each job makes a private folder in it)

    #: Invocations taken in at once, the running one included: MaxConcurrentInvocationsPerInstance.
    gen3d_capacity: Count = 4
    #: Longest run of one job; as many of the longer ones as are taken in fit into the invocation timeout (900 s).
    gen3d_embedding_seconds: Seconds = 60
    gen3d_reconstruction_seconds: Seconds = 220
    #: Longest wait for the GPU; after it the job is answered as timed out.
    gen3d_waiting_seconds: Seconds = 860
    #: A worker that has not loaded its model by then is started again.
    gen3d_loading_seconds: Seconds = 1_800
    #: Between SIGTERM and the end; SageMaker kills after 30.
    gen3d_drain_seconds: Seconds = 25


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Reads `MAX_PHOTO_PIXELS` and so on. :raises ValidationError: naming each setting that is wrong"""
    names = Settings.model_fields
    given = {name: environment[name.upper()] for name in names if environment.get(name.upper())}
    return Settings.model_validate(given)
