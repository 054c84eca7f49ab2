"""What a result depends on besides its config: versions, machine, code state."""

import platform
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import torch

from segscope.train.precision import Compute

_PACKAGES = (
    "segscope",
    "torch",
    "torchvision",
    "pytorch-lightning",
    "segmentation-models-pytorch",
    "timm",
    "numpy",
    "Pillow",
)


def describe_environment(compute: Compute) -> dict[str, Any]:
    """Collect it, as plain values."""
    return {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": {name: _version(name) for name in _PACKAGES},
        "device": _device_name(compute.device),
        "precision": compute.precision,
        "threads": torch.get_num_threads(),
        "command": sys.argv,
        "git": _git_state(Path.cwd()),
    }


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _device_name(device: str) -> str:
    if device == "cuda":
        return torch.cuda.get_device_name()
    return f"{device} ({platform.processor() or platform.machine()})"


def _git_state(folder: Path) -> dict[str, Any] | None:
    """Give the commit of the user's own code and whether it was changed; None outside a checkout."""
    commit = _git(folder, "rev-parse", "HEAD")
    if commit is None:
        return None
    status = _git(folder, "status", "--porcelain")
    return {"commit": commit, "changed_files": status.splitlines() if status else []}


def _git(folder: Path, *arguments: str) -> str | None:
    try:
        answer = subprocess.run(
            ["git", *arguments], cwd=folder, capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None
