"""Computes the depth of a photo once for all objects in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class RememberedDepth:
    """Upstream's depth model for one photo. It passes on the first answer again and then needs no weights."""

    def __init__(self, depth_model: Any) -> None:  # noqa: ANN401 (upstream's DepthModel)
        self._depth_model = depth_model
        self._found: dict[str, Any] | None = None

    @property
    def model(self) -> Any:  # noqa: ANN401 (a torch module)
        """The weights of the next call, which `stage` moves to the GPU, or None."""
        return None if self._found is not None else self._depth_model.model

    def __call__(self, image: Any) -> dict[str, Any]:  # noqa: ANN401 (a tensor)
        if self._found is None:
            self._found = self._depth_model(image)
        return self._found


@contextmanager
def remembered_depth(pipeline: Any) -> Iterator[None]:  # noqa: ANN401 (upstream's pipeline)
    """Runs of the pipeline inside the context must all have the same photo.

    Upstream's own parameter `pointmap` is not used: with it, upstream estimates the camera a second time.
    """
    depth_model = pipeline.depth_model
    pipeline.depth_model = RememberedDepth(depth_model)
    try:
        yield
    finally:
        pipeline.depth_model = depth_model
