"""Size and time of an embedding: fp16 binary with a manifest, compared with fp32 as base64 in JSON."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from gen3d_container.embeddings import pack, unpack

SHAPES = {"high_res_feats_0": (1, 32, 288, 288), "high_res_feats_1": (1, 64, 144, 144), "image_embed": (1, 256, 72, 72)}
ROUNDS = 7


def main() -> None:
    random = np.random.default_rng(0)
    tensors = {name: random.normal(size=shape).astype(np.float32) for name, shape in SHAPES.items()}
    data, entries = pack(tensors)
    text = as_json(tensors)
    share = len(data) / len(text)
    rows = {
        "fp16 binary": (len(data), least(lambda: pack(tensors)), least(lambda: unpack(data, entries))),
        "base64 JSON": (len(text), least(lambda: as_json(tensors)), least(lambda: from_json(text))),
    }
    print(f"{'':<13}{'bytes':>12}{'write':>12}{'read':>12}")
    for name, (size, write, read) in rows.items():
        print(f"{name:<13}{size:>12,}{1000 * write:>9.2f} ms{1000 * read:>9.3f} ms")
    print(f"binary is {100 * share:.1f}% of the JSON")
    facts = {name: {"bytes": size, "write_s": write, "read_s": read} for name, (size, write, read) in rows.items()}
    print(json.dumps(facts))


def as_json(tensors: dict[str, Any]) -> bytes:
    parts = {name: base64.b64encode(values.tobytes()).decode() for name, values in tensors.items()}
    return json.dumps({"shapes": SHAPES, **parts}).encode()


def from_json(text: bytes) -> dict[str, Any]:
    parts = json.loads(text)
    return {
        name: np.frombuffer(base64.b64decode(parts[name]), np.float32).reshape(shape) for name, shape in SHAPES.items()
    }


def least(way: Callable[[], object]) -> float:
    seconds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        way()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


if __name__ == "__main__":
    main()
