"""Builds DINOv2 and MoGe from the model folder, so that a start needs neither the network nor a writable folder.

Upstream's configurations name them by repository. `torch.hub` would ask github.com for each DINOv2 and write into
TORCH_HOME, and SageMaker mounts the model folder read-only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gen3d_container.sam3d.replaced import replaced

DINOV2 = "facebookresearch/dinov2"
#: Names that `torch.hub` and huggingface_hub give to their caches.
_DINOV2_FOLDER = Path("hub/torch/hub/facebookresearch_dinov2_main")
_HUGGING_FACE = Path("hub/huggingface/hub")


class MissingSourceError(FileNotFoundError):
    """The model folder lacks code or weights that a configuration names."""


@contextmanager
def local_torch_hub(folder: Path) -> Iterator[None]:
    """Makes `torch.hub.load` read DINOv2's code from `folder`.

    The network is built without its pretrained weights, because SAM 3D's checkpoints contain all of them.

    :raises MissingSourceError: in `torch.hub.load`, for any other repository or when the code is missing
    """
    import torch

    original = torch.hub.load

    def load(repo_or_dir: str, model: str, *arguments: Any, source: str = "github", **named: Any) -> Any:  # noqa: ANN401
        if source != "github" or repo_or_dir.split(":")[0] != DINOV2:
            raise MissingSourceError(f"The configuration wants {model} from {repo_or_dir}. Only {DINOV2} is supported.")
        code = folder / _DINOV2_FOLDER
        if not (code / "hubconf.py").is_file():
            raise MissingSourceError(f"{code} has no hubconf.py. Upload the models again: npm run models:upload")
        return original(str(code), model, *arguments, **{**named, "source": "local", "pretrained": False})

    with replaced(torch.hub, load=load):
        yield


def cached_file(folder: Path, repository: str, file: str) -> Path:
    """A file of a Hugging Face repository in the folder's cache, in the version that `refs/main` names.

    :raises MissingSourceError: when it is not there
    """
    cache = folder / _HUGGING_FACE / f"models--{repository.replace('/', '--')}"
    reference = cache / "refs" / "main"
    if reference.is_file():
        path = cache / "snapshots" / reference.read_text().strip() / file
        if path.is_file():
            return path
    raise MissingSourceError(f"{cache} has no {file}. Upload the models again: npm run models:upload")
