"""Replaces members of upstream's modules and classes for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def replaced(owner: object, **members: object) -> Iterator[None]:
    """Sets the members of `owner` inside the context and restores them afterwards."""
    originals = {name: getattr(owner, name) for name in members}
    try:
        for name, member in members.items():
            setattr(owner, name, member)
        yield
    finally:
        for name, original in originals.items():
            setattr(owner, name, original)
