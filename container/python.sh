#!/usr/bin/env bash
# Runs Python in one of the container's environments and creates it when missing: container/python.sh light -m pytest
set -euo pipefail
house="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
name="$1"
shift

usable() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

for candidate in ${GEN3D_PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
  if usable "$candidate"; then
    python="$("$candidate" "$house/tools/environment.py" "$name")"
    PYTHONPATH="$house${PYTHONPATH:+:$PYTHONPATH}" exec "$python" "$@"
  fi
done
echo "The container needs Python 3.11 or newer with its venv module; set GEN3D_PYTHON to one." >&2
exit 1
