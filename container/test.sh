#!/usr/bin/env bash
# The container's checks. `light` needs no torch and takes seconds; `all` adds lint, types and the real
# transformers classes, whose environment (torch with its CUDA libraries, about 4 GB) is fetched once.
set -euo pipefail
house="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$house"
export PYTHONDONTWRITEBYTECODE=1

case "${1:-all}" in
  light)
    exec ./python.sh light -m pytest -p no:cacheprovider tests/light
    ;;
  lint)
    ./python.sh lint -m ruff check .
    ./python.sh lint -m ruff format --check .
    ./python.sh light -c 'import numpy'
    ./python.sh lint -m mypy --python-executable .venv-light/bin/python
    .venv-lint/bin/hadolint Dockerfile
    ;;
  all)
    ./test.sh lint
    ./python.sh sam3-tests -m pytest -p no:cacheprovider tests
    ;;
  *)
    echo "Usage: container/test.sh [light | lint | all]" >&2
    exit 2
    ;;
esac
