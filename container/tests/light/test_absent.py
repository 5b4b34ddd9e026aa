"""Packages that upstream imports but never uses here."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator

import pytest

from gen3d_container.sam3d.absent import ABSENT, AbsentPackageError, AbsentPackages, leave_out


@pytest.fixture(autouse=True)
def left_out() -> Iterator[None]:
    leave_out()
    yield
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, AbsentPackages)]
    for name in [name for name in sys.modules if name.split(".")[0] in ABSENT]:
        del sys.modules[name]


@pytest.mark.parametrize("name", ["kaolin.utils.testing", "gsplat", "open3d", "pymeshfix._meshfix"])
def test_absent_packages_can_be_imported(name: str) -> None:
    assert importlib.import_module(name).__name__ == name


def test_annotations_and_base_classes_can_name_absent_packages() -> None:
    open3d = importlib.import_module("open3d")

    class Derived(open3d.geometry.TriangleMesh):
        def merge(self, other: open3d.geometry.PointCloud) -> None: ...

    assert Derived.merge.__annotations__["return"] == "None"


def test_a_call_names_the_absent_package() -> None:
    rasterization = importlib.import_module("gsplat").rasterization

    with pytest.raises(AbsentPackageError, match=r"gsplat\.rasterization is not part of this image"):
        rasterization(1, 2)


def test_other_missing_packages_are_still_missing() -> None:
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("no_such_package_anywhere")


def test_leaving_out_twice_has_no_effect() -> None:
    leave_out()

    assert sum(isinstance(finder, AbsentPackages) for finder in sys.meta_path) == 1
