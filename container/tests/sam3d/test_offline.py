"""A start needs neither the network nor a writable model folder: the real torch.hub and huggingface_hub, sealed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch
from huggingface_hub import try_to_load_from_cache

from gen3d_container.sam3d.offline import MissingSourceError, cached_file, local_torch_hub
from tests.light.support.sealed import make_read_only

#: A small copy of DINOv2's layout: hubconf.py imports a package beside it.
HUBCONF = "from dinov2.backbones import dinov2_vitl14_reg\ndependencies = ['torch']\n"
BACKBONES = """import torch

def dinov2_vitl14_reg(*, pretrained=True, **_):
    assert not pretrained, "the checkpoint contains the weights"
    return torch.nn.Linear(2, 2)
"""
COMMIT = "1" * 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """As `npm run models:download` lays it out."""
    made = tmp_path / "sam3d"
    code = made / "hub/torch/hub/facebookresearch_dinov2_main"
    (code / "dinov2").mkdir(parents=True)
    (code / "hubconf.py").write_text(HUBCONF)
    (code / "dinov2" / "__init__.py").touch()
    (code / "dinov2" / "backbones.py").write_text(BACKBONES)
    cache = made / "hub/huggingface/hub/models--Ruicheng--moge-vitl"
    (cache / "snapshots" / COMMIT).mkdir(parents=True)
    (cache / "snapshots" / COMMIT / "model.pt").write_bytes(b"weights")
    (cache / "refs").mkdir()
    (cache / "refs" / "main").write_text(COMMIT)
    make_read_only(made)
    return made


def test_the_folder_has_the_layout_of_the_upload(folder: Path) -> None:
    layout = (Path(__file__).parents[3] / "infra" / "models" / "layout.ts").read_text()

    for file in (*folder.rglob("hubconf.py"), *folder.rglob("main")):
        assert f"'{file.relative_to(folder).as_posix()}'" in layout


def sealed(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.sam3d.sealed_hub", str(folder), *options]
    return subprocess.run(command, capture_output=True, text=True)


def test_dinov2_is_built_from_a_read_only_folder_without_network_and_privileges(folder: Path) -> None:
    done = sealed(folder)

    assert (done.returncode, done.stdout) == (0, "loaded Linear\n"), done.stderr[-2000:]


def test_torch_hub_alone_needs_the_network_or_a_writable_folder(folder: Path) -> None:
    done = sealed(folder, "--unchanged")

    assert done.returncode != 0
    assert "PermissionError" in done.stderr


def test_torch_hub_is_the_same_afterwards(folder: Path) -> None:
    before = torch.hub.load

    with pytest.raises(MissingSourceError), local_torch_hub(folder):
        torch.hub.load("someone/else", "model")

    assert torch.hub.load is before


def test_missing_code_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingSourceError, match="npm run models:upload"), local_torch_hub(tmp_path):
        torch.hub.load("facebookresearch/dinov2", "dinov2_vitl14_reg")


def test_moge_is_the_file_that_hugging_faces_cache_names(folder: Path) -> None:
    found = cached_file(folder, "Ruicheng/moge-vitl", "model.pt")

    theirs = try_to_load_from_cache("Ruicheng/moge-vitl", "model.pt", cache_dir=folder / "hub/huggingface/hub")
    assert str(found) == theirs


def test_a_missing_moge_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingSourceError, match="npm run models:upload"):
        cached_file(tmp_path, "Ruicheng/moge-vitl", "model.pt")
