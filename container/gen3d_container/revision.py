"""Identifies the weights in a folder."""

from __future__ import annotations

import hashlib
from pathlib import Path


def revision_of(folder: Path, file: str) -> str:
    """The content of `revision.txt`, which the download writes, or else a hash of `file`."""
    written = folder / "revision.txt"
    if written.is_file():
        return written.read_text().strip()
    return "sha256-" + hashlib.sha256((folder / file).read_bytes()).hexdigest()[:12]
