"""Checks a model folder before anything is loaded. Needs no torch and reads no weights."""

from __future__ import annotations

from pathlib import Path

from gen3d_container.weights.index import AGAIN, INDEX, WeightsError, check_sizes, read_index

#: Files without which a model cannot be loaded, by its folder.
NEEDED = {
    "sam3": ("config.json", "model.safetensors", "processor_config.json"),
    "sam3d": ("pipeline.yaml",),
}


def check_folder(models: Path, name: str) -> None:
    """Names a missing or incomplete file within milliseconds, where loading would take minutes to find it.

    :param name: `sam3` or `sam3d`
    :raises WeightsError: when a needed file is missing or a converted file has another size
    """
    folder = models / name
    for file in NEEDED[name]:
        if not (folder / file).is_file():
            raise WeightsError(f"{folder / file} is missing. {AGAIN}")
    index = read_index(folder / INDEX)
    if index is not None:
        check_sizes(folder, index)
