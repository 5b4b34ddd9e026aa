"""The Dockerfile and the requirements that it installs."""

from __future__ import annotations

import re
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
DOCKERFILE = (HOUSE / "Dockerfile").read_text()


def environment_of_the_image() -> dict[str, str]:
    """The variables of the last stage."""
    last = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :].replace("\\\n", " ")
    return dict(pair.split("=", 1) for line in re.findall(r"^ENV (.+)$", last, re.MULTILINE) for pair in line.split())


def pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", (HOUSE / "requirements" / name).read_text(), re.MULTILINE))


def test_attention_needs_no_dense_masks() -> None:
    """Upstream's fallback builds a T × T mask for T up to 42,000 voxels: 3.3 GiB, which a 24 GB GPU cannot spare."""
    image = environment_of_the_image()

    assert image["ATTN_BACKEND"] == "xformers"
    assert image["SPARSE_ATTN_BACKEND"] == "xformers"
    assert "xformers" in pins("sam3d.txt")


def test_the_image_does_not_run_its_models_on_the_cpu() -> None:
    """A driver that does not fit leaves torch without a GPU, which is no error of its own."""
    assert environment_of_the_image()["GEN3D_GPU"] == "required"


def test_xformers_is_upstreams_pin_and_fits_the_torch_of_the_base_image() -> None:
    """Its wheel on PyPI is built for torch 2.5.1 and CUDA 12.1."""
    base = re.search(r"^ARG PYTORCH=(\S+)-cuda(\S+)-", DOCKERFILE, re.MULTILINE)

    assert base is not None
    assert base.groups() == (pins("sam3d.in")["torch"], "12.1") == ("2.5.1", "12.1")
    assert pins("sam3d.txt")["xformers"] == "0.0.28.post3"


def test_torch_of_the_base_image_is_not_replaced() -> None:
    assert not {"torch", "torchvision", "triton"} & pins("sam3d.txt").keys()


def test_upstream_is_tested_with_the_packages_of_the_image() -> None:
    """`requirements/compile.sh` writes both files; a run of it may be forgotten."""
    on_a_gpu = {"spconv-cu121", "cumm-cu121", "xformers"}
    image = {(name, version) for name, version in pins("sam3d.txt").items() if name not in on_a_gpu}

    assert image <= set(pins("upstream.txt").items())
