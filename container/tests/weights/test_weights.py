"""Reading and converting the checkpoints, on small models with the keys of the real ones."""

from __future__ import annotations

import errno
import io
import json
import os
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from gen3d_container.weights.__main__ import main
from gen3d_container.weights.convert import convert, remove_originals
from gen3d_container.weights.index import INDEX, WeightsError, check_hashes, read_index
from gen3d_container.weights.read import Weights
from tests.weights.tiny import EMBEDDER, GENERATOR, REVISION, Backbone, Embedder, nested, save_generator, tiny_folder

CHECKPOINTS = ("slat_decoder_gs.ckpt", "slat_generator.ckpt", "ss_generator.ckpt")


@pytest.fixture
def originals(tmp_path: Path) -> Path:
    return tiny_folder(tmp_path / "sam3d")


@pytest.fixture
def converted(originals: Path) -> Path:
    convert(originals, silent)
    remove_originals(originals)
    return originals


def silent(_: str) -> None:
    """Prints nothing."""


def loaded_as_upstream(folder: Path, name: str, prefix: str, module: torch.nn.Module) -> torch.nn.Module:
    state = torch.load(folder / name, weights_only=True)
    state = state.get("state_dict", state)
    wanted = {key.removeprefix(prefix): value for key, value in state.items() if key.startswith(prefix)}
    module.load_state_dict(wanted, strict=True)
    return module


@pytest.mark.parametrize(
    ("name", "prefix", "make", "shape"),
    [
        ("ss_generator.ckpt", GENERATOR, lambda: nested(fp16=True), (5, 4)),
        ("slat_generator.ckpt", GENERATOR, lambda: nested(fp16=True), (5, 4)),
        ("slat_decoder_gs.ckpt", "", lambda: Backbone(fp16=True), (5, 4)),
        ("ss_generator.ckpt", EMBEDDER, Embedder, (5, 4)),
    ],
)
@pytest.mark.parametrize("converts", [True, False])
def test_a_model_computes_the_same_as_with_upstreams_loading(
    originals: Path, name: str, prefix: str, make: type, shape: tuple[int, ...], converts: bool
) -> None:
    expected = loaded_as_upstream(originals, name, prefix, make())
    if converts:
        convert(originals, silent)
        remove_originals(originals)
    module = make()

    Weights(originals).load_into(module, name, prefix)

    tensors = expected.state_dict()
    for key, tensor in module.state_dict().items():
        assert tensor.dtype == tensors[key].dtype, key
        assert torch.equal(tensor, tensors[key]), key
    run, same = (getattr(getattr(model, "reverse_fn", model), "backbone", model) for model in (module, expected))
    x = torch.randn(shape, generator=torch.Generator().manual_seed(1))
    assert torch.equal(run(x), same(x))


def test_layers_of_the_torso_are_stored_in_half_precision_and_the_rest_as_it_is(converted: Path) -> None:
    dtypes = {key: tensor.dtype for key, tensor in Weights(converted).state_dict("slat_decoder_gs.ckpt").items()}

    halves = {key for key, dtype in dtypes.items() if dtype == torch.float16}
    assert halves == {f"blocks.{i}.mlp.{j}.{part}" for i in (0, 1) for j in (0, 2) for part in ("weight", "bias")}
    assert {dtypes[key] for key in dtypes.keys() - halves} == {torch.float32}


def test_nothing_is_halved_where_the_configuration_does_not_say_so(originals: Path) -> None:
    file = originals / "ss_generator.yaml"
    file.write_text(file.read_text().replace("use_fp16: true", "use_fp16: false"))

    convert(originals, silent)

    tensors = Weights(originals).state_dict("ss_generator.ckpt", GENERATOR)
    assert {tensor.dtype for tensor in tensors.values()} == {torch.float32}


def test_equal_tensors_are_stored_once_over_all_files(converted: Path) -> None:
    stored = [name for file in converted.glob("*.safetensors") for name in load_file(file)]
    assert len([name for name in stored if "module_list" in name and name.endswith("weight")]) == 1

    weights = Weights(converted)
    first = weights.state_dict("ss_generator.ckpt", EMBEDDER)
    second = weights.state_dict("slat_generator.ckpt", EMBEDDER)
    copies = [found[f"module_list.{i}.weight"] for found in (first, second) for i in (0, 1)]
    assert {id(tensor) for tensor in copies} == {id(copies[0])}


def test_modules_share_the_memory_of_equal_weights(converted: Path) -> None:
    weights = Weights(converted)
    modules = [Embedder(), Embedder()]
    for module, name in zip(modules, ("ss_generator.ckpt", "slat_generator.ckpt"), strict=True):
        weights.load_into(module, name, EMBEDDER)

    parameters = [encoder.weight for module in modules for encoder in module.module_list]
    assert {id(parameter) for parameter in parameters} == {id(parameters[0])}
    assert modules[0].projection.weight is not modules[1].projection.weight
    assert not any(parameter.requires_grad for module in modules for parameter in module.parameters())


def test_the_index_names_files_sources_and_revision(originals: Path) -> None:
    index = convert(originals, silent)

    assert index == read_index(originals / INDEX)
    assert index.revision == REVISION
    assert tuple(index.checkpoints) == CHECKPOINTS
    for name, checkpoint in index.checkpoints.items():
        assert checkpoint.source.bytes == (originals / name).stat().st_size
    for name, stamp in index.files.items():
        assert stamp.bytes == (originals / name).stat().st_size
    check_hashes(originals, index)


def test_a_second_conversion_writes_nothing(converted: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in converted.iterdir()}

    convert(converted, silent)

    assert {path.name: path.stat().st_mtime_ns for path in converted.iterdir()} == before


def test_an_interrupted_conversion_continues_and_its_result_is_the_same(
    originals: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = convert(tiny_folder(tmp_path / "other"), silent)
    stop_after = 2

    def interrupted(line: str) -> None:
        nonlocal stop_after
        stop_after -= 1
        if stop_after == 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        convert(originals, interrupted)
    assert not (originals / INDEX).exists()
    written = {name: (originals / name).stat().st_mtime_ns for name in ("slat_generator.safetensors",)}

    assert convert(originals, silent) == expected
    assert {name: (originals / name).stat().st_mtime_ns for name in written} == written
    assert not list(originals.glob("*.part"))


def test_a_changed_checkpoint_is_converted_with_everything_that_refers_to_it(originals: Path) -> None:
    convert(originals, silent)
    torch.manual_seed(77)
    state = torch.load(originals / "slat_generator.ckpt", weights_only=True)["state_dict"]
    for key in state:
        if "module_list" in key:
            state[key] = state[key] + 1
    torch.save({"state_dict": state}, originals / "slat_generator.ckpt")

    convert(originals, silent)

    weights = Weights(originals)
    changed = weights.state_dict("slat_generator.ckpt", EMBEDDER)["module_list.0.weight"]
    other = weights.state_dict("ss_generator.ckpt", EMBEDDER)["module_list.0.weight"]
    assert torch.equal(changed, other + 1)


def test_a_changed_checkpoint_without_the_others_is_an_error(converted: Path) -> None:
    save_generator(converted, "ss_generator", "structured_latent_flow.SLatFlowModelTdfyWrapper")
    (converted / "ss_generator.yaml").write_text("{}")
    state = torch.load(converted / "ss_generator.ckpt", weights_only=True)
    torch.save({**state, "epoch": 4}, converted / "ss_generator.ckpt")

    with pytest.raises(WeightsError, match=r"no slat_decoder_gs\.ckpt"):
        convert(converted, silent)


def test_a_full_disk_is_said_and_leaves_no_half_file(originals: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(WeightsError, match=r"The disk of .* is full\."):
        convert(originals, silent)
    assert not list(originals.glob("*.safetensors*"))


@pytest.mark.parametrize("damage", [b"", b"not a checkpoint", None])
def test_a_damaged_checkpoint_is_named(originals: Path, damage: bytes | None) -> None:
    file = originals / "ss_generator.ckpt"
    file.write_bytes(file.read_bytes()[:-200] if damage is None else damage)

    with pytest.raises(WeightsError, match=r"ss_generator\.ckpt"):
        convert(originals, silent)
    with pytest.raises(WeightsError, match=r"ss_generator\.ckpt"):
        Weights(originals).state_dict("ss_generator.ckpt")


class Intruder:
    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, ...]:
        return io.open, (str(self.file), "w")


def test_a_checkpoint_cannot_run_code(originals: Path, tmp_path: Path) -> None:
    traces = tmp_path / "traces"
    torch.save({"state_dict": {"weight": torch.ones(1)}, "extra": Intruder(traces)}, originals / "ss_generator.ckpt")

    with pytest.raises(WeightsError, match="more than tensors"):
        convert(originals, silent)
    assert not traces.exists()


def test_values_that_are_not_tensors_are_named(originals: Path) -> None:
    torch.save({"state_dict": {"weight": torch.ones(1), "count": 3}}, originals / "ss_generator.ckpt")

    with pytest.raises(WeightsError, match=r"holds 'count', which is not a tensor"):
        convert(originals, silent)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda file: file.unlink(), "is missing"),
        (lambda file: file.write_bytes(file.read_bytes()[:-1]), r"has [\d,]+ of [\d,]+ bytes"),
    ],
)
def test_an_incomplete_folder_is_named_with_what_to_do(converted: Path, change: object, message: str) -> None:
    change(converted / "slat_generator.safetensors")

    with pytest.raises(WeightsError, match=rf"slat_generator\.safetensors {message}.*models:upload` again"):
        Weights(converted)


def test_a_changed_byte_is_found_by_the_hash(converted: Path) -> None:
    file = converted / "slat_generator.safetensors"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    index = read_index(converted / INDEX)
    assert index is not None

    with pytest.raises(WeightsError, match=r"slat_generator\.safetensors does not match its hash"):
        check_hashes(converted, index)


@pytest.mark.parametrize("text", ["{", "[]", json.dumps({"format": 1})])
def test_a_damaged_index_is_named(converted: Path, text: str) -> None:
    (converted / INDEX).write_text(text)

    with pytest.raises(WeightsError, match=r"weights\.json is damaged"):
        Weights(converted)


def test_an_index_of_a_newer_version_is_an_error(converted: Path) -> None:
    (converted / INDEX).write_text(json.dumps({"format": 2}))

    with pytest.raises(WeightsError, match="has format 2; this version reads 1"):
        Weights(converted)


def test_a_prefix_or_checkpoint_that_is_not_there_is_an_error(converted: Path) -> None:
    weights = Weights(converted)

    with pytest.raises(WeightsError, match="no weights that begin with 'nothing'"):
        weights.state_dict("ss_generator.ckpt", "nothing")
    with pytest.raises(WeightsError, match=r"ss_encoder\.ckpt is missing"):
        weights.state_dict("ss_encoder.ckpt")


def test_tensors_are_views_of_the_mapped_file(converted: Path) -> None:
    tensors = Weights(converted).state_dict("slat_decoder_gs.ckpt")

    content = (converted / "slat_decoder_gs.safetensors").read_bytes()
    length = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:length])
    starts = {tensor.data_ptr() - header[key]["data_offsets"][0] for key, tensor in tensors.items() if key in header}
    assert len(starts) == 1


def test_the_command_converts_and_removes_the_originals(originals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["convert", str(originals), "--remove"])
    main(["check", str(originals)])

    assert not list(originals.glob("*.ckpt"))
    assert "✓ 3 files match their hashes." in capsys.readouterr().out
    main(["convert", str(originals), "--remove"])
    assert "converted already" in capsys.readouterr().out


@pytest.mark.parametrize(("task", "message"), [("convert", "has no checkpoints"), ("check", "has no weights.json")])
def test_the_command_says_what_is_wrong(tmp_path: Path, task: str, message: str) -> None:
    with pytest.raises(SystemExit, match=message):
        main([task, str(tmp_path)])


def test_originals_stay_until_everything_is_converted(originals: Path) -> None:
    with pytest.raises(WeightsError, match="is not converted"):
        remove_originals(originals)
    assert len(list(originals.glob("*.ckpt"))) == 3


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads the memory of Linux")
def test_the_modules_random_weights_leave_memory(tmp_path: Path) -> None:
    def many(value: float) -> torch.nn.Module:
        layers = torch.nn.ModuleList(torch.nn.Linear(1000, 1000) for _ in range(40))
        for parameter in layers.parameters():
            torch.nn.init.constant_(parameter, value)
        return layers

    torch.save(many(1).state_dict(), tmp_path / "layers.ckpt")
    (tmp_path / "layers.yaml").write_text("_target_: layers")
    convert(tmp_path, silent)
    remove_originals(tmp_path)
    # As in a real load: glibc has seen large blocks, and others lie above the module's.
    torch.ones(7_000_000)
    module = many(2)
    above = torch.ones(10_000)
    before = own_memory()

    Weights(tmp_path).load_into(module, "layers.ckpt")

    assert own_memory() < before - 120e6
    assert above[0] == 1
    assert torch.equal(module[0].weight, torch.ones(1000, 1000))


def own_memory() -> int:
    """Bytes of this process that are not files."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return 1024 * int(next(line for line in lines if line.startswith("RssAnon")).split()[1])
