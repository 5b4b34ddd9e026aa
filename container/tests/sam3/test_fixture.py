"""The browser's fixture is up to date: `python -m tests.sam3.fixture ../test/fixtures/sam3-tiny` creates it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from gen3d_container.embeddings import Manifest, unpack
from gen3d_container.sam3.decoder import INPUTS, OUTPUTS
from tests.sam3.fixture import FILES, write_fixture

COMMITTED = Path(__file__).resolve().parents[3] / "test" / "fixtures" / "sam3-tiny"


def masks_of(folder: Path) -> list[np.ndarray]:
    return [np.asarray(answer["masks"]) for answer in json.loads((folder / "expected.json").read_text())]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fixture")
    write_fixture(folder)
    return folder


def test_has_all_files(made: Path) -> None:
    assert {path.name for path in COMMITTED.iterdir()} >= set(FILES) == {path.name for path in made.iterdir()}


def test_is_up_to_date(made: Path) -> None:
    ours, theirs = (np.frombuffer((folder / "embeddings.bin").read_bytes(), "<f2") for folder in (made, COMMITTED))

    assert (made / "embeddings.json").read_bytes() == (COMMITTED / "embeddings.json").read_bytes()
    assert np.allclose(ours, theirs, rtol=0.01, atol=0.01)
    for made_masks, committed in zip(masks_of(made), masks_of(COMMITTED), strict=True):
        assert np.allclose(made_masks, committed, rtol=0.01, atol=0.05)


@pytest.mark.parametrize("number", [0, 1, 2], ids=["click", "three clicks", "box"])
def test_the_committed_graph_answers_what_is_written_beside_it(number: int) -> None:
    manifest = Manifest.model_validate_json((COMMITTED / "embeddings.json").read_bytes())
    tensors = unpack((COMMITTED / "embeddings.bin").read_bytes(), manifest.tensors)
    answer = json.loads((COMMITTED / "expected.json").read_text())[number]
    session = onnxruntime.InferenceSession(str(COMMITTED / "decoder.onnx"), providers=["CPUExecutionProvider"])
    points = np.asarray([answer["points"]], np.float32) * np.asarray(manifest.scale, np.float32)
    feed = {**tensors, "points": points, "labels": np.asarray([answer["labels"]], np.int32)}

    masks, scores, present = session.run(list(OUTPUTS), {name: feed[name] for name in INPUTS})

    assert list(masks.shape[1:]) == answer["shape"]
    assert np.allclose(masks.ravel(), answer["masks"], rtol=1e-3, atol=1e-2)
    assert np.allclose(scores.ravel(), answer["scores"], atol=1e-3)
    assert present.ravel()[0] == pytest.approx(answer["object_score"], abs=1e-3)
