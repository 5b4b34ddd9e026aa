#!/usr/bin/env bash
# The container's checks. `light` needs no torch and takes seconds. `all` adds lint, types and tests of the real
# transformers classes, whose environment (torch with its CUDA libraries, about 4 GB) is downloaded once. `upstream` runs
# SAM 3D Objects' own code from checkouts in FOLDER.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$root"
export PYTHONDONTWRITEBYTECODE=1

case "${1:-all}" in
  light)
    ./python.sh light -m pytest -p no:cacheprovider tests/light
    ;;
  lint)
    files=(. ../bench/ply ../bench/embeddings ../bench/container)
    ./python.sh lint -m ruff check --config pyproject.toml "${files[@]}"
    ./python.sh lint -m ruff format --check --config pyproject.toml "${files[@]}"
    # Creates the light environment, whose packages mypy reads.
    ./python.sh light -c 'import gen3d_container'
    ./python.sh lint -m mypy --python-executable .venv-light/bin/python
    .venv-lint/bin/hadolint Dockerfile
    .venv-lint/bin/check-jsonschema --builtin-schema vendor.compose-spec ../compose.yaml
    ;;
  all)
    ./test.sh lint
    ./test.sh light
    ./python.sh sam3-tests -m pytest -p no:cacheprovider tests/sam3 tests/sam3d tests/weights
    cd ..
    GEN3D_TORCH=1 npx vitest run test/torch
    bash test/browser/chromium.sh
    GEN3D_TORCH=1 npx playwright test container
    ;;
  upstream)
    export GEN3D_UPSTREAM="$(cd "${2:?Name the folder of upstream checkouts (container/README.md).}" && pwd)"
    ./python.sh upstream -m pytest -p no:cacheprovider tests/upstream
    ;;
  *)
    echo "Usage: container/test.sh [light | lint | all | upstream FOLDER]" >&2
    exit 2
    ;;
esac
