"""A process as SageMaker starts it: no network, a user without privileges, a model folder that cannot be written."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITY_VERSION = 0x2008_0522


def make_read_only(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)


def seal(folder: Path) -> None:
    """Drops root's privileges and refuses every socket and every write below `folder`, for the rest of the process.

    :param folder: already read-only, see `make_read_only`
    """
    _drop_capabilities()
    inside = f"{folder.resolve()}{os.sep}"

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind"):
            raise PermissionError(f"{event} {arguments[1:]} in a process without network")
        if event in ("os.mkdir", "os.remove", "os.rename", "os.utime", "os.chmod"):
            paths = [argument for argument in arguments if isinstance(argument, str | os.PathLike)]
        elif event == "open" and _writes(arguments):
            paths = [argument for argument in arguments[:1] if isinstance(argument, str | os.PathLike)]
        else:
            return
        if any(f"{Path.cwd() / path}".startswith(inside) for path in paths):
            raise PermissionError(f"{event} {paths} in a read-only folder")

    sys.addaudithook(refuse)
    try:
        (folder / "probe").touch()
    except PermissionError:
        return
    raise AssertionError(f"{folder} can be written")


def _writes(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def _drop_capabilities() -> None:
    """root without capabilities is bound by file modes like any other user."""
    if os.geteuid() != 0:
        return
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    none = (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).syscall(_CAPSET[os.uname().machine], header, none) != 0:
        raise OSError(ctypes.get_errno(), "capset")
