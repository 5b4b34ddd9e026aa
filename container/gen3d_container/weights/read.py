"""Reads the checkpoints of SAM 3D Objects: those that `convert` wrote, or upstream's own files.

Nothing is copied: tensors are views of mapped files, whose pages the system reads on first use.
"""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open

from gen3d_container.weights.index import AGAIN, INDEX, Index, Place, WeightsError, check_sizes, read_index
from gen3d_container.weights.originals import original


class Weights:
    """The checkpoints in a folder. Keep one while a pipeline loads: it maps each file once and shares equal tensors.

    >>> weights = Weights(Path("/opt/ml/model/sam3d"))  # doctest: +SKIP
    >>> weights.state_dict("ss_generator.ckpt", prefix="_base_models.generator.")  # doctest: +SKIP

    :raises WeightsError: when a converted file is missing or has another size
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index: Index | None = read_index(folder / INDEX)
        if self.index is not None:
            check_sizes(folder, self.index)
        self._files: dict[str, Any] = {}
        self._tensors: dict[tuple[str, str], torch.Tensor] = {}
        self._originals: dict[str, dict[str, torch.Tensor]] = {}
        self._parameters: dict[int, torch.nn.Parameter] = {}

    @property
    def converted(self) -> bool:
        """Whether the folder holds what `convert` writes."""
        return self.index is not None

    def state_dict(self, checkpoint: str, prefix: str = "") -> dict[str, torch.Tensor]:
        """The tensors whose original keys begin with `prefix`, by the rest of their keys.

        Equal tensors of a converted folder are the same object, also across checkpoints. dtypes are those of the
        files: fp16 where the model computes in fp16 if the folder is converted, else fp32. Tensors are read-only by
        agreement: all users of an object see a change.

        :param checkpoint: the name in `pipeline.yaml`, such as `ss_generator.ckpt`
        :raises WeightsError: when the checkpoint is missing or damaged, or no key begins with `prefix`
        """
        found = {
            key.removeprefix(prefix): value for key, value in self._all(checkpoint).items() if key.startswith(prefix)
        }
        if not found:
            raise WeightsError(f"{self.folder / checkpoint} has no weights that begin with {prefix!r}. {AGAIN}")
        return {key: self._tensor(value) if isinstance(value, Place) else value for key, value in found.items()}

    def load_into(self, module: torch.nn.Module, checkpoint: str, prefix: str = "") -> None:
        """Gives the weights to `module` without copying them. Parameters become shared ones without gradients.

        A tensor of another dtype than the module's is converted first, as `load_state_dict` does. So upstream's
        files work, too, but those tensors take memory of their own.

        :raises WeightsError: as `state_dict`
        :raises RuntimeError: when keys or shapes are not those of the module
        """
        tensors = self.state_dict(checkpoint, prefix)
        wanted = module.state_dict()
        parameters = {name for name, _ in module.named_parameters(remove_duplicate=False)}
        ready = {
            key: self._fitted(tensor, wanted[key].dtype if key in wanted else tensor.dtype, key in parameters)
            for key, tensor in tensors.items()
        }
        module.load_state_dict(ready, strict=True, assign=True)
        module.requires_grad_(False)
        del wanted
        _trim()

    def _fitted(self, tensor: torch.Tensor, dtype: torch.dtype, parameter: bool) -> torch.Tensor:
        if tensor.dtype != dtype:
            tensor = tensor.to(dtype)
        elif parameter and self.converted:
            return self._parameters.setdefault(id(tensor), torch.nn.Parameter(tensor, requires_grad=False))
        return torch.nn.Parameter(tensor, requires_grad=False) if parameter else tensor

    def _all(self, checkpoint: str) -> dict[str, Any]:
        if self.index is not None and checkpoint in self.index.checkpoints:
            return self.index.checkpoints[checkpoint].tensors
        if checkpoint not in self._originals:
            self._originals[checkpoint] = original(self.folder / checkpoint)
        return self._originals[checkpoint]

    def _tensor(self, place: Place) -> torch.Tensor:
        where = (place.file, place.name)
        if where not in self._tensors:
            self._tensors[where] = self._read(place)
        return self._tensors[where]

    def _read(self, place: Place) -> torch.Tensor:
        try:
            if place.file not in self._files:
                self._files[place.file] = safe_open(self.folder / place.file, framework="pt")
            return self._files[place.file].get_tensor(place.name)
        except (SafetensorError, OSError) as error:
            raise WeightsError(f"{self.folder / place.file} cannot be read ({error}). {AGAIN}") from error


def _trim() -> None:
    """Gives freed memory back: glibc keeps blocks below 32 MB, so each module's random weights would stay."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
