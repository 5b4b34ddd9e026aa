"""`weights.json`: where each tensor of the original checkpoints is stored. Needs no torch.

The file names every stored file with its size and hash, and for each original checkpoint its own size and hash and
the place of each tensor. Equal tensors share one place, also across checkpoints.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

INDEX = "weights.json"
#: Changes when a reader of this version could not read a newer folder.
FORMAT = 1

AGAIN = "Run `npm run models:upload` again, or `npm run models:download` where the weights are on this computer."


class WeightsError(Exception):
    """The weights are incomplete, damaged or of another format. The message names the file and says what to do."""


@dataclass(frozen=True)
class Stamp:
    """A file's size in bytes and its SHA-256."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Place:
    """Where a tensor is stored.

    `digest` is the SHA-256 of its dtype, shape and bytes: equal digests share one place.
    """

    file: str
    name: str
    dtype: str
    digest: str


@dataclass(frozen=True)
class Checkpoint:
    """An original checkpoint: its file's stamp and the places of its tensors by their original keys."""

    source: Stamp
    tensors: dict[str, Place]


@dataclass
class Index:
    """The content of `weights.json`. `revision` is upstream's commit where it is known."""

    revision: str | None = None
    files: dict[str, Stamp] = field(default_factory=dict)
    checkpoints: dict[str, Checkpoint] = field(default_factory=dict)


def read_index(path: Path) -> Index | None:
    """The index at `path`, or None without one.

    :raises WeightsError: when it is damaged or of another format
    """
    if not path.is_file():
        return None
    try:
        content = json.loads(path.read_text())
        version = content["format"]
        if version != FORMAT:
            raise WeightsError(f"{path} has format {version}; this version reads {FORMAT}. {AGAIN}")
        return _parsed(content)
    except (ValueError, KeyError, TypeError) as error:
        raise WeightsError(f"{path} is damaged ({error!r}). {AGAIN}") from error


def write_index(path: Path, index: Index) -> None:
    """Replaces the file at once, so that a reader never sees a part of it."""
    part = path.with_name(f"{path.name}.tmp")
    with part.open("w") as file:
        json.dump({"format": FORMAT, **asdict(index)}, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def check_sizes(folder: Path, index: Index) -> None:
    """:raises WeightsError: when a stored file is missing or has another size"""
    for name, stamp in index.files.items():
        path = folder / name
        if not path.is_file():
            raise WeightsError(f"{path} is missing. {AGAIN}")
        found = path.stat().st_size
        if found != stamp.bytes:
            raise WeightsError(f"{path} has {found:,} of {stamp.bytes:,} bytes. {AGAIN}")


def check_hashes(folder: Path, index: Index) -> None:
    """Reads every stored file: about 2 s per GB.

    :raises WeightsError: when a stored file is not what the index says
    """
    check_sizes(folder, index)
    for name, stamp in index.files.items():
        if stamp_of(folder / name) != stamp:
            raise WeightsError(f"{folder / name} does not match its hash in {INDEX}. {AGAIN}")


def stamp_of(path: Path) -> Stamp:
    with path.open("rb") as file:
        return Stamp(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _parsed(content: dict[str, Any]) -> Index:
    return Index(
        content["revision"],
        {name: Stamp(**stamp) for name, stamp in content["files"].items()},
        {
            name: Checkpoint(Stamp(**found["source"]), {key: Place(**place) for key, place in found["tensors"].items()})
            for name, found in content["checkpoints"].items()
        },
    )
