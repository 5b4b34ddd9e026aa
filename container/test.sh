#!/usr/bin/env bash
# The container's checks. `light` needs no torch and takes seconds; `all` adds lint, types and the real
# transformers classes, whose environment (torch with its CUDA libraries, about 4 GB) is fetched once.
set -euo pipefail
house="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$house"
export PYTHONDONTWRITEBYTECODE=1

case "${1:-all}" in
  light)
    ./python.sh light -m pytest -p no:cacheprovider tests/light
    ;;
  lint)
    files=(. ../bench/ply ../bench/embeddings ../bench/container-server)
    ./python.sh lint -m ruff check --config pyproject.toml "${files[@]}"
    ./python.sh lint -m ruff format --check --config pyproject.toml "${files[@]}"
    # mypy reads the light environment's packages: this makes it.
    ./python.sh light -c 'import gen3d_container'
    ./python.sh lint -m mypy --python-executable .venv-light/bin/python
    .venv-lint/bin/hadolint Dockerfile
    ;;
  all)
    ./test.sh lint
    ./test.sh light
    ./python.sh sam3-tests -m pytest -p no:cacheprovider tests/sam3 tests/sam3d
    cd .. && GEN3D_TORCH=1 npx vitest run test/torch
    ;;
  *)
    echo "Usage: container/test.sh [light | lint | all]" >&2
    exit 2
    ;;
esac
