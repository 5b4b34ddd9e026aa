"""Replaces packages that upstream imports at load but uses only for textures, layouts and previews.

The image omits them because they are large, need a CUDA build (gsplat, kaolin), are under the GPL (igraph, pymeshfix)
or include non-commercial code (kaolin). A call into one of them raises an error that names it. Only kaolin's
`check_tensor` is used, by the mesh decoder: see `check.py`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NoReturn

from gen3d_container.sam3d.check import check_tensor

ABSENT = frozenset({"gsplat", "igraph", "kaolin", "open3d", "pymeshfix", "pyvista", "xatlas"})


class AbsentPackageError(RuntimeError):
    """A step that is not part of this image was called."""


class _Absent(type):
    """A class whose attributes are absent too, so that annotations and decorators can name them."""

    def __getattr__(cls, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        return absent(f"{cls.__qualname__}.{name}")

    def __call__(cls, *_: object, **__: object) -> NoReturn:
        raise AbsentPackageError(f"{cls.__qualname__} is not part of this image.")


def absent(name: str) -> _Absent:
    return _Absent(name, (), {})


class _AbsentModule(ModuleType):
    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        return absent(f"{self.__name__}.{name}")


class AbsentPackages(MetaPathFinder, Loader):
    """Finds the absent packages and everything below them."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.split(".")[0] not in ABSENT:
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _AbsentModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        if module.__name__ == "kaolin.utils.testing":
            module.__dict__["check_tensor"] = check_tensor


def leave_out() -> None:
    """Makes the absent packages importable. Repeated calls have no effect."""
    if not any(isinstance(finder, AbsentPackages) for finder in sys.meta_path):
        sys.meta_path.insert(0, AbsentPackages())
