"""Checks that everything that the image pins exists. Run it by hand; it needs the network.

    python tools/check_pins.py

Asks pip for each hashed requirement (without installing it), git for each commit, and docker for the base images.
Exits with 1 and names what is missing.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
IMAGE_REQUIREMENTS = ("server", "sam3", "sam3d")
COMMITS = {
    "SAM3D": "https://github.com/facebookresearch/sam-3d-objects.git",
    "MOGE": "https://github.com/microsoft/MoGe.git",
    "UTILS3D": "https://github.com/EasternJournalist/utils3d.git",
    "PYTORCH3D": "https://github.com/facebookresearch/pytorch3d.git",
    "HYDRA": "https://github.com/gleize/hydra.git",
}


def main() -> None:
    dockerfile = (HOUSE / "Dockerfile").read_text()
    pins = dict(re.findall(r"^ARG (\w+)=(\S+)$", dockerfile, re.MULTILINE))
    missing = [*_requirements(), *_commits(pins), *_images(pins["PYTORCH"])]
    for what in missing:
        print(f"missing: {what}")
    sys.exit(1 if missing else 0)


def _requirements() -> list[str]:
    """Missing requirements for the image's Python and platform."""
    return [name for name in IMAGE_REQUIREMENTS if not _runs(*_download(name))]


def _download(name: str) -> list[str]:
    platforms = [f"--platform=manylinux{version}_x86_64" for version in ("_2_28", "_2_27", "_2_17", "2014", "1")]
    place = ["--python-version", "3.11", *platforms]
    wheels = ["--only-binary", ":all:", "--no-binary", "antlr4-python3-runtime", *place]
    target = ["--target", tempfile.gettempdir(), "--dry-run", "--no-deps", "--require-hashes"]
    return [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        *target,
        *wheels,
        "-r",
        f"{HOUSE}/requirements/{name}.txt",
    ]


def _commits(pins: dict[str, str]) -> list[str]:
    return [f"{url}@{pins[name]}" for name, url in COMMITS.items() if not _has_commit(url, pins[name])]


def _has_commit(url: str, commit: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        return _runs("git", "init", "--quiet", "--bare", folder) and _runs(
            "git", "-C", folder, "fetch", "--quiet", "--depth", "1", "--filter", "tree:0", url, commit
        )


def _images(tag: str) -> list[str]:
    images = [f"pytorch/pytorch:{tag}-{kind}" for kind in ("devel", "runtime")]
    return [image for image in images if not _runs("docker", "manifest", "inspect", image)]


def _runs(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    main()
