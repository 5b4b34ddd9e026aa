"""Converts upstream's checkpoints once: fp16 where the model computes in fp16, and equal tensors stored once.

A folder of `.yaml` and `.ckpt` files gets a `.safetensors` file for each checkpoint, and `weights.json`. A tensor that
an earlier file holds is not written again; the index refers to it. One checkpoint is open at a time, mapped from disk.
"""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
import yaml

from gen3d_container.weights.halves import halved, torsos
from gen3d_container.weights.index import (
    AGAIN,
    INDEX,
    Checkpoint,
    Index,
    Place,
    Stamp,
    WeightsError,
    check_sizes,
    read_index,
    stamp_of,
    write_index,
)
from gen3d_container.weights.originals import original
from gen3d_container.weights.writing import DTYPES, Entry, bytes_of, write_safetensors

Log = Callable[[str], None]


def convert(folder: Path, log: Log = print) -> Index:
    """Converts every `.ckpt` in `folder`. A second run continues an interrupted one, or finds nothing to do.

    The originals stay; `remove_originals` deletes them.

    :raises WeightsError: when the folder has no checkpoints, one is damaged, or the disk is full
    """
    originals = sorted(folder.glob("*.ckpt"))
    done = _finished(folder, originals)
    if done is not None:
        log(f"The weights in {folder} are converted already.")
        return done
    if not originals:
        raise WeightsError(f"{folder} has no checkpoints (*.ckpt). {AGAIN}")
    try:
        return _convert(folder, originals, log)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise WeightsError(f"The disk of {folder} is full. Free some space and run it again; it continues.") from error


def remove_originals(folder: Path) -> None:
    """Deletes the checkpoints that `weights.json` covers.

    :raises WeightsError: when the folder is not converted
    """
    index = read_index(folder / INDEX)
    if index is None:
        raise WeightsError(f"{folder} is not converted, so its checkpoints stay.")
    check_sizes(folder, index)
    for name in index.checkpoints:
        (folder / name).unlink(missing_ok=True)


def _convert(folder: Path, originals: list[Path], log: Log) -> Index:
    progress = folder / f"{INDEX}.part"
    before = read_index(progress) or Index()
    # A reader takes the originals until the new index is there.
    (folder / INDEX).unlink(missing_ok=True)
    index = Index(revision=_revision(folder))
    for path in originals:
        source = stamp_of(path)
        if _goes_on(folder, before, index, path.name, source):
            _keep(before, index, path.name)
        else:
            before = Index()  # The files after it may refer to the one that changes.
            _add(folder, index, path, source)
            write_index(progress, index)
        size = index.files[_stored(path)].bytes
        log(f"✓ {_stored(path)} {size / 1e6:,.1f} MB of {source.bytes / 1e6:,.1f} MB")
    write_index(folder / INDEX, index)
    progress.unlink(missing_ok=True)
    return index


def _finished(folder: Path, originals: list[Path]) -> Index | None:
    """The index of a converted folder whose originals, where still there, are the ones it was made from."""
    index = read_index(folder / INDEX)
    if index is None:
        return None
    known = {name: checkpoint.source for name, checkpoint in index.checkpoints.items()}
    if any(known.get(path.name) != stamp_of(path) for path in originals):
        missing = sorted(known.keys() - {path.name for path in originals})
        if missing:
            raise WeightsError(f"{folder} has other checkpoints than it was made from, but no {missing[0]}. {AGAIN}")
        return None
    check_sizes(folder, index)
    return index


def _goes_on(folder: Path, before: Index, index: Index, name: str, source: Stamp) -> bool:
    """Whether an interrupted conversion already wrote this checkpoint's file."""
    known = before.checkpoints.get(name)
    if known is None or known.source != source or before.revision != index.revision:
        return False
    path = folder / _stored(Path(name))
    return path.is_file() and path.stat().st_size == before.files[path.name].bytes


def _keep(before: Index, index: Index, name: str) -> None:
    index.checkpoints[name] = before.checkpoints[name]
    stored = _stored(Path(name))
    index.files[stored] = before.files[stored]


def _add(folder: Path, index: Index, path: Path, source: Stamp) -> None:
    tensors = original(path)
    halves = halved({key: tuple(tensor.shape) for key, tensor in tensors.items()}, torsos(_config(path)))
    file = _stored(path)
    known = {place.digest: place for found in index.checkpoints.values() for place in found.tensors.values()}
    places: dict[str, Place] = {}
    entries: dict[str, Entry] = {}

    def ready(key: str) -> torch.Tensor:
        tensor = tensors[key]
        return tensor.to(torch.float16) if key in halves and tensor.dtype == torch.float32 else tensor

    for key in tensors:
        tensor = ready(key)
        if tensor.dtype not in DTYPES:
            raise WeightsError(f"{path} has {key!r} of dtype {tensor.dtype}, which this version cannot store.")
        digest = _digest(tensor)
        if digest not in known:
            known[digest] = Place(file, key, DTYPES[tensor.dtype], digest)
            entries[key] = Entry(tensor.dtype, tuple(tensor.shape))
        places[key] = known[digest]
    index.files[file] = write_safetensors(folder / file, entries, ready)
    index.checkpoints[path.name] = Checkpoint(source, places)


def _digest(tensor: torch.Tensor) -> str:
    hashed = hashlib.sha256(f"{DTYPES[tensor.dtype]} {tuple(tensor.shape)} ".encode())
    hashed.update(bytes_of(tensor))
    return hashed.hexdigest()


def _stored(original_file: Path) -> str:
    return f"{original_file.stem}.safetensors"


def _config(path: Path) -> dict[str, Any]:
    """The checkpoint's configuration: the YAML file of the same name."""
    file = path.with_suffix(".yaml")
    if not file.is_file():
        raise WeightsError(f"{file} is missing, which says how {path.name} computes. {AGAIN}")
    try:
        found = yaml.safe_load(file.read_text())
    except yaml.YAMLError as error:
        raise WeightsError(f"{file} is not YAML ({error}). {AGAIN}") from error
    return found if isinstance(found, dict) else {}


def _revision(folder: Path) -> str | None:
    file = folder / "revision.txt"
    return file.read_text().strip() if file.is_file() else None
