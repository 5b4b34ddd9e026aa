"""Reads the signatures that the adapter relies on from a checkout of facebookresearch/sam-3d-objects.

    python tools/upstream_signatures.py CHECKOUT [--write]

Compares them with `tests/sam3d/upstream.json`, or writes them there with `--write`. Parses the sources and imports
nothing.
"""

from __future__ import annotations

import argparse
import ast
import json
import subprocess
from pathlib import Path
from typing import Any

RECORD = Path(__file__).resolve().parent.parent / "tests" / "sam3d" / "upstream.json"
PIPELINE = "sam3d_objects/pipeline/inference_pipeline.py"
POINTMAP = "sam3d_objects/pipeline/inference_pipeline_pointmap.py"
GAUSSIAN = "sam3d_objects/model/backbone/tdfy_dit/representations/gaussian/gaussian_model.py"
METHODS = {
    "run": (POINTMAP, "InferencePipelinePointMap"),
    "compute_pointmap": (POINTMAP, "InferencePipelinePointMap"),
    "sample_sparse_structure": (PIPELINE, "InferencePipeline"),
    "sample_slat": (PIPELINE, "InferencePipeline"),
    "decode_slat": (PIPELINE, "InferencePipeline"),
    "postprocess_slat_output": (PIPELINE, "InferencePipeline"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkout", type=Path, help="a clone, bare or not")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    found = read(chosen.checkout)
    if chosen.write:
        RECORD.write_text(json.dumps(found, indent=2) + "\n")
    elif found != json.loads(RECORD.read_text()):
        raise SystemExit(f"{RECORD.name} differs from the checkout.")
    print(f"{RECORD.name}: {found['commit']}")


def read(checkout: Path) -> dict[str, Any]:
    classes = {path: _classes(checkout, path) for path in (PIPELINE, POINTMAP, GAUSSIAN)}
    methods = {
        name: [[argument.arg, default] for argument, default in _arguments(_method(classes[path][owner], name))]
        for name, (path, owner) in METHODS.items()
    }
    models = [key.value for node in ast.walk(classes[PIPELINE]["InferencePipeline"]) for key in _model_names(node)]
    gaussian = classes[GAUSSIAN]["Gaussian"]
    properties = [node.name for node in gaussian.body if isinstance(node, ast.FunctionDef) and node.decorator_list]
    return {
        "commit": _git(checkout, "rev-parse", "HEAD"),
        "methods": methods,
        "models": models,
        "gaussian_properties": properties,
    }


def _classes(checkout: Path, path: str) -> dict[str, ast.ClassDef]:
    tree = ast.parse(_git_text(checkout, path))
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}


def _method(owner: ast.ClassDef, name: str) -> ast.FunctionDef:
    return next(node for node in owner.body if isinstance(node, ast.FunctionDef) and node.name == name)


def _arguments(method: ast.FunctionDef) -> list[tuple[ast.arg, str | None]]:
    """The arguments with the source of their defaults, or None."""
    given = method.args.args[1:]
    defaults = [ast.unparse(default) for default in method.args.defaults]
    return list(zip(given, [None] * (len(given) - len(defaults)) + defaults, strict=True))


def _model_names(node: ast.AST) -> list[ast.Constant]:
    """The keys of the ModuleDict."""
    if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "torch.nn.ModuleDict"):
        return []
    assert isinstance(node.args[0], ast.Dict)  # noqa: S101
    return [key for key in node.args[0].keys if isinstance(key, ast.Constant)]


def _git_text(checkout: Path, path: str) -> str:
    return _git(checkout, "show", f"HEAD:{path}")


def _git(checkout: Path, *arguments: str) -> str:
    command = ["git", "-C", str(checkout), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    main()
