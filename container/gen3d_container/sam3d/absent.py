"""Stands where upstream imports packages at load that only its mesh and layout steps use, which never run here.

Left out of the image: they are large, have to be built for CUDA (gsplat, kaolin), or bring non-commercial code
along (kaolin). Whoever calls into one after all gets an error that says so.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NoReturn

ABSENT = frozenset({"gsplat", "igraph", "kaolin", "open3d", "pymeshfix", "pyvista", "xatlas"})


class AbsentPackageError(RuntimeError):
    """A step that is not part of this image was run."""


class _Absent(type):
    """A class whose attributes are absent too, so that annotations and decorators can name them."""

    def __getattr__(cls, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        return absent(f"{cls.__qualname__}.{name}")

    def __call__(cls, *_: object, **__: object) -> NoReturn:
        raise AbsentPackageError(f"{cls.__qualname__} is not part of this image: meshes are not made here.")


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
        """There is nothing to run."""


def leave_out() -> None:
    """From now on the absent packages import; twice is once."""
    if not any(isinstance(finder, AbsentPackages) for finder in sys.meta_path):
        sys.meta_path.insert(0, AbsentPackages())
