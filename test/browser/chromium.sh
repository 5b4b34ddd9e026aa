#!/usr/bin/env bash
# Installs Debian's Chromium where it is missing and apt-get is available.
set -euo pipefail
if [ -n "${GEN3D_CHROMIUM:-}" ] || [ -x /usr/bin/chromium ]; then exit 0; fi
if ! command -v apt-get > /dev/null; then
  echo 'No Chromium at /usr/bin/chromium. Install one and set GEN3D_CHROMIUM.' >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium
