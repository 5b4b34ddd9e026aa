#!/usr/bin/env bash
# Writes the hashed .txt files from the .in files, with uv (`pip install uv`): requirements/compile.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
common=(uv pip compile --quiet --generate-hashes --no-header --no-emit-find-links --python-version 3.11)

for name in server light lint sam3 sam3-tests; do
  "${common[@]}" --universal "$name.in" -o "$name.txt"
done

# The base image of SAM 3D Objects brings torch and CUDA.
brought=(torch torchvision triton)
for part in cublas cuda-cupti cuda-nvrtc cuda-runtime cudnn cufft curand cusolver cusparse nccl nvjitlink nvtx; do
  brought+=("nvidia-$part-cu12")
done
"${common[@]}" --python-platform x86_64-manylinux_2_28 sam3d.in -o sam3d.txt "${brought[@]/#/--no-emit-package=}"

gpu=(spconv-cu121 cumm-cu121 xformers)
"${common[@]}" --python-platform x86_64-manylinux_2_28 --constraint sam3d.txt upstream.in -o upstream.txt \
  "${gpu[@]/#/--no-emit-package=}"
