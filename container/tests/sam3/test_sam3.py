"""The real transformers classes with few random weights, saved and loaded like the real ones."""

from __future__ import annotations

import json
import shutil
import weakref
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from transformers import Sam3TrackerModel, Sam3TrackerProcessor

from gen3d_container.embeddings import Manifest, unpack
from gen3d_container.errors import ErrorCode, ModelError
from gen3d_container.revision import revision_of
from gen3d_container.sam3.decoder import TOLERANCE, Decoder, difference, export, load_decoder, trial
from gen3d_container.sam3.model import TENSOR_NAMES, IncompleteWeightsError, Sam3, load_sam3, load_tracker
from gen3d_container.settings import Settings
from gen3d_container.worker.jobs import run_embedding
from tests.light.support.jobs import KEYS, PHOTO, MemoryStorage, embedding_job
from tests.light.support.pictures import file_of, photo
from tests.sam3.tiny import SIDE, save_tiny

POINTS, LABELS = [[30, 20], [70, 50], [10, 60]], [1, 1, 0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sam3")
    save_tiny(made)
    return made


@pytest.fixture(scope="module")
def sam3(folder: Path) -> Sam3:
    return load_sam3(folder, "cpu")


@pytest.fixture(scope="module")
def model(folder: Path) -> Sam3TrackerModel:
    return load_tracker(folder)


@pytest.fixture(scope="module")
def decoder(folder: Path) -> Decoder:
    return load_decoder(folder)[0]


@pytest.fixture(scope="module")
def written(sam3: Sam3) -> tuple[Manifest, list[torch.Tensor]]:
    """The manifest and tensors that a browser gets."""
    storage = MemoryStorage({(PHOTO, "p1"): file_of(photo())})
    run_embedding(embedding_job(), sam3, storage, Settings())
    manifest = Manifest.model_validate_json(storage.written[KEYS.embeddings])
    tensors = unpack(storage.written[KEYS.embeddings_data], manifest.tensors)
    return manifest, [torch.from_numpy(tensors[name].copy()) for name in TENSOR_NAMES]


def scaled(manifest: Manifest, points: list[list[int]]) -> torch.Tensor:
    return torch.tensor([points], dtype=torch.float32) * torch.tensor(manifest.scale)


def test_the_manifest_tells_shapes_model_and_square(written: tuple[Manifest, list[torch.Tensor]]) -> None:
    manifest, _ = written

    assert [(tensor.name, tensor.shape) for tensor in manifest.tensors] == [
        ("high_res_feats_0", [1, 32, 32, 32]),
        ("high_res_feats_1", [1, 64, 16, 16]),
        ("image_embed", [1, 256, 8, 8]),
    ]
    assert manifest.model.revision == "tiny-random"
    assert not manifest.model.preview
    assert manifest.scale == (SIDE / 96, SIDE / 64)


def test_scaled_clicks_are_what_the_processor_makes_of_them(
    folder: Path, written: tuple[Manifest, list[torch.Tensor]]
) -> None:
    processor = Sam3TrackerProcessor.from_pretrained(folder, local_files_only=True)

    theirs = processor(input_points=[[POINTS]], input_labels=[[LABELS]], original_sizes=[[64, 96]], return_tensors="pt")

    assert torch.allclose(scaled(written[0], POINTS), theirs["input_points"][:, 0], atol=1e-4)


def test_decoding_what_was_written_equals_the_direct_path(
    folder: Path, model: Sam3TrackerModel, decoder: Decoder, written: tuple[Manifest, list[torch.Tensor]]
) -> None:
    manifest, maps = written
    processor = Sam3TrackerProcessor.from_pretrained(folder, local_files_only=True)
    inputs = processor(images=photo(), input_points=[[POINTS]], input_labels=[[LABELS]], return_tensors="pt")
    inputs.pop("original_sizes")
    inputs.pop("reshaped_input_sizes", None)
    with torch.inference_mode():
        direct = model(**inputs, multimask_output=True)

        masks, scores, present = decoder(*maps, scaled(manifest, POINTS), torch.tensor([LABELS], dtype=torch.int32))

    size = direct.pred_masks.abs().max()
    assert (masks - direct.pred_masks[:, 0]).abs().max() / size < 0.02
    assert torch.allclose(scores, direct.iou_scores[:, 0], atol=0.02)
    assert torch.allclose(present, direct.object_score_logits[:, 0], rtol=0.05, atol=0.05)


def test_masks_depend_on_the_clicks(decoder: Decoder, written: tuple[Manifest, list[torch.Tensor]]) -> None:
    manifest, maps = written

    def masks(points: list[list[int]]) -> torch.Tensor:
        with torch.inference_mode():
            return decoder(*maps, scaled(manifest, points), torch.tensor([[1]], dtype=torch.int32))[0]

    assert (masks([[10, 10]]) - masks([[90, 60]])).abs().max() > 0.1


def test_a_box_is_two_points(model: Sam3TrackerModel, decoder: Decoder) -> None:
    maps = trial(load_example(decoder), SIDE, 1)[:3]
    corners = torch.tensor([[[12.0, 8.0], [80.0, 56.0]]])
    with torch.inference_mode():
        whole = model(image_embeddings=[each.float() for each in maps], input_boxes=corners.reshape(1, 1, 4)).pred_masks

        ours, _, _ = decoder(*maps, corners, torch.tensor([[2, 3]], dtype=torch.int32))

    assert torch.allclose(ours, whole[:, 0], rtol=1e-4, atol=1e-4)


def load_example(decoder: Decoder) -> tuple[torch.Tensor, ...]:
    shapes = ((1, 32, 32, 32), (1, 64, 16, 16), (1, 256, 8, 8))
    return tuple(torch.zeros(shape) for shape in shapes)


def test_the_graph_computes_what_torch_does(folder: Path, tmp_path: Path) -> None:
    decoder, example = load_decoder(folder)
    export(decoder, example, tmp_path / "decoder.onnx")

    found = [difference(decoder, tmp_path / "decoder.onnx", trial(example, SIDE, count)) for count in (1, 2, 7)]

    assert max(found) < TOLERANCE


def test_values_that_are_not_finite_are_a_failure_of_the_model(folder: Path) -> None:
    broken = load_sam3(folder, "cpu")
    with torch.no_grad():
        broken._model.no_memory_embedding.fill_(float("nan"))
    storage = MemoryStorage({(PHOTO, "p1"): file_of(photo())})

    with pytest.raises(ModelError, match="not finite") as failed:
        run_embedding(embedding_job(), broken, storage, Settings())

    assert failed.value.code == ErrorCode.MODEL_FAILED
    assert storage.written == {}


def test_only_the_coarsest_map_has_the_embedding_of_no_memory(folder: Path) -> None:
    """Photos have no earlier frames, so upstream adds the embedding to the map that the decoder attends to."""
    changed = load_sam3(folder, "cpu")
    before = changed.embed(photo()).tensors
    with torch.no_grad():
        changed._model.no_memory_embedding.add_(1)
    after = changed.embed(photo()).tensors

    assert [float(np.round((after[name] - before[name]).mean(), 3)) for name in TENSOR_NAMES] == [0, 0, 1]


def test_the_same_photo_embeds_the_same(sam3: Sam3) -> None:
    first, second = sam3.embed(photo()), sam3.embed(photo())

    assert all(np.array_equal(first.tensors[name], second.tensors[name]) for name in TENSOR_NAMES)


def test_the_folder_has_the_form_of_the_published_one(folder: Path) -> None:
    with safe_open(folder / "model.safetensors", "pt") as weights:
        prefixes = {name.split(".")[0] for name in weights.keys()}  # noqa: SIM118 (no mapping)
    config = json.loads((folder / "config.json").read_text())

    assert prefixes == {"detector_model", "tracker_neck", "tracker_model"}
    assert config["model_type"] == "sam3_video"
    assert config["tracker_config"]["model_type"] == "sam3_tracker_video"
    assert config["detector_config"]["vision_config"]["backbone_config"]["model_type"] == "sam3_vit_model"


@pytest.mark.parametrize(
    ("kept", "saved"),
    [
        (
            "vision_encoder.backbone.layers.0.mlp.fc1.weight",
            "detector_model.vision_encoder.backbone.layers.0.mlp.fc1.weight",
        ),
        ("vision_encoder.neck.fpn_layers.2.proj1.weight", "tracker_neck.fpn_layers.2.proj1.weight"),
        ("mask_decoder.iou_token.weight", "tracker_model.mask_decoder.iou_token.weight"),
        ("no_memory_embedding", "tracker_model.no_memory_embedding"),
    ],
)
def test_weights_come_from_detector_neck_and_tracker(folder: Path, sam3: Sam3, kept: str, saved: str) -> None:
    loaded = sam3._model.state_dict()

    assert torch.equal(loaded[kept], load_file(folder / "model.safetensors")[saved])


@pytest.mark.parametrize("lost", ["detector_model.vision_encoder.", "tracker_neck.", "tracker_model.mask_decoder."])
@pytest.mark.parametrize("load", [load_sam3, load_decoder])
def test_weights_that_are_missing_stop_the_load(
    folder: Path, tmp_path: Path, lost: str, load: Callable[[Path], object]
) -> None:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    weights = load_file(folder / "model.safetensors")
    save_file(
        {name: each for name, each in weights.items() if not name.startswith(lost)}, tmp_path / "model.safetensors"
    )

    with pytest.raises(
        IncompleteWeightsError, match=r"lacks \d+ of SAM 3's weights, such as (vision_enc|mask_dec)oder\."
    ):
        load(tmp_path)


def test_the_gpu_memory_of_an_embedding_is_given_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stays reserved here is missing in the process of SAM 3D."""
    model = load_sam3(folder, "cpu")
    alive: list[weakref.ref[torch.Tensor]] = []
    emptied: list[list[bool]] = []
    embeddings = model._model.get_image_embeddings

    def watched(pixels: torch.Tensor) -> list[torch.Tensor]:
        maps: list[torch.Tensor] = embeddings(pixels)
        alive.extend(weakref.ref(each) for each in (pixels, *maps))
        return maps

    monkeypatch.setattr(model._model, "get_image_embeddings", watched)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "empty_cache", lambda: emptied.append([each() is None for each in alive]))

    model.embed(photo())

    # Memory of a tensor that is still referenced would stay reserved.
    assert emptied == [[True] * 4]


def test_reports_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="No SAM 3"):
        load_sam3(tmp_path)


def test_the_revision_is_a_hash_without_revision_txt(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")

    assert revision_of(tmp_path, "config.json") == "sha256-44136fa355b3"
