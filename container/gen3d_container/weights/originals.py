"""Opens upstream's own checkpoint files. They are untrusted: nothing but tensors and plain containers is unpickled."""

from __future__ import annotations

import pickle
import zipfile
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from gen3d_container.weights.index import AGAIN, WeightsError


def original(path: Path) -> dict[str, torch.Tensor]:
    """The tensors of a `.ckpt` (a pickled state dict, alone or under `state_dict`) or a `.safetensors` file.

    A `.ckpt` in torch's zip form stays on disk: its tensors are mapped and read when they are used.

    :raises WeightsError: when the file is missing, damaged or holds anything that is not a tensor
    """
    if not path.is_file():
        raise WeightsError(f"{path} is missing. {AGAIN}")
    try:
        if path.suffix == ".safetensors":
            found: dict[str, Any] = load_file(path)
        else:
            loaded = torch.load(path, map_location="cpu", weights_only=True, mmap=zipfile.is_zipfile(path))
            found = loaded.get("state_dict", loaded)
    except pickle.UnpicklingError as error:
        raise WeightsError(f"{path} is damaged, or it holds more than tensors, which is not read: {error}") from error
    except (RuntimeError, ValueError, AttributeError, EOFError, OSError, SafetensorError) as error:
        raise WeightsError(f"{path} cannot be read ({error}). {AGAIN}") from error
    foreign = [key for key, value in found.items() if not isinstance(value, torch.Tensor)]
    if foreign:
        raise WeightsError(f"{path} holds {foreign[0]!r}, which is not a tensor. This version cannot read it.")
    return dict(found)
