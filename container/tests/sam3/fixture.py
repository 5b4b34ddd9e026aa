"""The fixture that the browser's decoder is tested with: `python -m tests.sam3.fixture FOLDER`.

A small random SAM 3 embeds a made photo; its decoder, as an ONNX graph, and what torch makes of a few prompts lie
beside the embedding, so that another runtime can be held against torch.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch

from gen3d_container.embeddings import Manifest, unpack
from gen3d_container.sam3.decoder import Decoder, export, load_decoder
from gen3d_container.sam3.model import TENSOR_NAMES, load_sam3
from gen3d_container.settings import Settings
from gen3d_container.worker.jobs import run_embedding
from tests.light.support.jobs import KEYS, PHOTO, MemoryStorage, embedding_job
from tests.light.support.pictures import file_of, photo
from tests.sam3.tiny import save_tiny

#: In photo pixels, with the labels of the graph.
PROMPTS = [
    {"points": [[30, 20]], "labels": [1]},
    {"points": [[30, 20], [70, 50], [10, 60]], "labels": [1, 1, 0]},
    {"points": [[12, 8], [80, 56]], "labels": [2, 3]},
]
FILES = ("decoder.onnx", "embeddings.bin", "embeddings.json", "expected.json", "photo.png")


def write_fixture(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as model:
        save_tiny(Path(model), channels=32)
        storage = MemoryStorage({(PHOTO, "p1"): file_of(photo())})
        run_embedding(
            embedding_job(), load_sam3(Path(model), "cpu"), storage, Settings(gen3d_decoder_url="decoder.onnx")
        )
        decoder, example = load_decoder(Path(model))
        export(decoder, example, folder / "decoder.onnx")
    (folder / "photo.png").write_bytes(file_of(photo()))
    data, manifest = storage.written[KEYS.embeddings_data], storage.written[KEYS.embeddings]
    (folder / "embeddings.bin").write_bytes(data)
    (folder / "embeddings.json").write_text(json.dumps(json.loads(manifest), indent=2) + "\n")
    answers = [answer_of(decoder, data, Manifest.model_validate_json(manifest), prompt) for prompt in PROMPTS]
    (folder / "expected.json").write_text(json.dumps(answers) + "\n")


def answer_of(decoder: Decoder, data: bytes, manifest: Manifest, prompt: dict[str, Any]) -> dict[str, Any]:
    """A prompt with torch's masks (row-major, 3 × side × side logits), scores and object score."""
    tensors = unpack(data, manifest.tensors)
    maps = [torch.from_numpy(tensors[name].copy()) for name in TENSOR_NAMES]
    points = torch.tensor([prompt["points"]], dtype=torch.float32) * torch.tensor(manifest.scale)
    with torch.inference_mode():
        masks, scores, present = decoder(*maps, points, torch.tensor([prompt["labels"]], dtype=torch.int32))
    return {
        **prompt,
        "shape": list(masks.shape[1:]),
        "masks": _rounded(masks),
        "scores": _rounded(scores),
        "object_score": _rounded(present)[0],
    }


def _rounded(values: torch.Tensor) -> list[float]:
    return [float(value) for value in np.round(values.numpy().ravel().astype(np.float64), 4)]


if __name__ == "__main__":
    write_fixture(Path(sys.argv[1]))
