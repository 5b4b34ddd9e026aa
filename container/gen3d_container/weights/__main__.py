"""`python -m gen3d_container.weights convert FOLDER [--remove]`, also `check FOLDER`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gen3d_container.weights.index import INDEX, WeightsError, check_hashes, read_index


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m gen3d_container.weights", description=__doc__)
    parser.add_argument("task", choices=["convert", "check"])
    parser.add_argument("folder", type=Path, help="the folder of facebook/sam-3d-objects' checkpoints")
    parser.add_argument("--remove", action="store_true", help="delete the original checkpoints after conversion")
    given = parser.parse_args(arguments)
    try:
        if given.task == "check":
            _check(given.folder)
        else:
            _convert(given.folder, given.remove)
    except WeightsError as error:
        raise SystemExit(f"✗ {error}") from error


def _convert(folder: Path, remove: bool) -> None:
    from gen3d_container.weights.convert import convert, remove_originals

    convert(folder, lambda line: print(line, flush=True))
    if remove:
        remove_originals(folder)


def _check(folder: Path) -> None:
    index = read_index(folder / INDEX)
    if index is None:
        raise WeightsError(f"{folder} has no {INDEX}: its weights are not converted.")
    check_hashes(folder, index)
    print(f"✓ {len(index.files)} files match their hashes.")


if __name__ == "__main__":
    main(sys.argv[1:])
