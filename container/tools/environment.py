"""Creates a virtual environment from a hashed requirements file and prints its interpreter.

Needs Python 3.11 or newer and only its standard library: `python environment.py light`. The environment is in
container/.venv-NAME and is recreated when its requirements or the Python version change.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent


def environment(name: str) -> Path:
    """The interpreter of environment `name`, which is created when missing or outdated."""
    requirements = HOUSE / "requirements" / f"{name}.txt"
    if not requirements.is_file():
        raise SystemExit(f"No requirements/{name}.txt in {HOUSE}.")
    folder = HOUSE / f".venv-{name}"
    python = folder / "bin" / "python"
    stamp = folder / "made-from"
    wanted = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    with (HOUSE / f".venv-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (stamp.is_file() and stamp.read_text() == wanted and python.exists()):
            _make(folder, python, requirements)
            stamp.write_text(wanted)
    return python


def _make(folder: Path, python: Path, requirements: Path) -> None:
    print(f"Creating {folder.name} from {requirements.name}…", file=sys.stderr, flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*install, "--require-hashes", "--no-deps", "-r", str(requirements)], stdout=sys.stderr)
    if done.returncode != 0:
        raise SystemExit(f"pip could not install {requirements.name}. See its message above.")


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 (this file checks the version)
        raise SystemExit(f"The container needs Python 3.11 or newer, not {sys.version.split()[0]}.")
    if len(sys.argv) != 2:
        raise SystemExit("Usage: python environment.py NAME (of a file requirements/NAME.txt)")
    print(environment(sys.argv[1]))
