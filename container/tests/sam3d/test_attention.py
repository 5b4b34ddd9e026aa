"""The attention of SAM 3D Objects is chosen before the pipeline looks at the GPU's name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

MODULES = "sam3d_objects/model/backbone/tdfy_dit/modules"
#: As upstream reads the settings, and as its pipeline changes them on an A100, H100 or H200.
ATTENTION = "import os\nBACKEND = os.environ.get('ATTN_BACKEND', 'sdpa')\n"
SPARSE = "import os\nATTN = os.environ.get('SPARSE_ATTN_BACKEND', 'sdpa')\n"
PIPELINE = """import os
os.environ["ATTN_BACKEND"] = os.environ["SPARSE_ATTN_BACKEND"] = "flash_attn"
from sam3d_objects.model.backbone.tdfy_dit.modules import attention, sparse
print(attention.BACKEND, sparse.ATTN)
"""


@pytest.fixture
def upstream(tmp_path: Path) -> Path:
    """Packages of upstream's names that read and change the settings as it does."""
    files = {f"{MODULES}/attention": ATTENTION, f"{MODULES}/sparse": SPARSE, "sam3d_objects/pipeline": PIPELINE}
    for name, source in files.items():
        package = tmp_path / name
        package.mkdir(parents=True)
        for parent in (package, *package.parents):
            if parent == tmp_path:
                break
            (parent / "__init__.py").touch()
        (package / "__init__.py").write_text(source)
    return tmp_path


def chosen(upstream: Path, *before: str, **settings: str) -> str:
    """What the pipeline computes with: attention, sparse attention."""
    path = os.pathsep.join([str(upstream), *sys.path])
    kept = {name: value for name, value in os.environ.items() if not name.endswith("ATTN_BACKEND")}
    code = "\n".join([*before, "import sam3d_objects.pipeline"])
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env={**kept, "PYTHONPATH": path, **settings}, capture_output=True, check=True)
    return done.stdout.decode().strip()


CHOOSE = "from gen3d_container.sam3d.load import choose_attention; choose_attention()"


def test_is_xformers_on_every_gpu_since_the_image_has_no_flash_attention(upstream: Path) -> None:
    assert chosen(upstream) == "flash_attn flash_attn"
    assert chosen(upstream, CHOOSE) == "xformers xformers"


def test_follows_the_environment(upstream: Path) -> None:
    assert chosen(upstream, CHOOSE, ATTN_BACKEND="sdpa", SPARSE_ATTN_BACKEND="sdpa") == "sdpa sdpa"
