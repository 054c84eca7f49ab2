"""Which device, and which number format it computes in."""

from dataclasses import dataclass

import torch

from segscope.config.run_config import TrainConfig
from segscope.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Compute:
    """Where and how a model computes.

    Attributes:
        device: ``cpu``, ``cuda`` or ``mps``.
        precision: ``32``, ``bf16`` or ``fp16``.
    """

    device: str
    precision: str

    @property
    def fabric_precision(self) -> str:
        """Lightning's word for the precision."""
        return {"32": "32-true", "bf16": "bf16-mixed", "fp16": "16-mixed"}[self.precision]


def choose_compute(config: TrainConfig) -> Compute:
    """Resolve ``auto``, and refuse what the machine cannot do.

    Raises:
        ConfigError: The device is not there, or it cannot compute in the precision.
    """
    device = _choose_device(config.device)
    precision = config.precision
    if precision == "auto":
        precision = "bf16" if _computes_bf16(device) else "32"
    if precision == "fp16" and device == "cpu":
        raise ConfigError("train.precision: fp16 needs a GPU; on a CPU use bf16, 32 or auto.")
    if device == "cuda" and config.devices > torch.cuda.device_count():
        raise ConfigError(
            f"train.devices is {config.devices}, and this machine has {torch.cuda.device_count()} GPUs: "
            "lower it."
        )
    if device == "mps" and config.devices > 1:
        raise ConfigError("train.devices: one Apple GPU is all there is; set it to 1.")
    return Compute(device, precision)


def _choose_device(wanted: str) -> str:
    available = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if wanted == "auto":
        return next(name for name in ("cuda", "mps", "cpu") if available[name])
    if not available[wanted]:
        raise ConfigError(f"train.device: there is no usable {wanted} device here; use auto or cpu.")
    return wanted


def _computes_bf16(device: str) -> bool:
    """Say whether bf16 is native; emulated, it is slower than 32-bit (3 times on an AVX-512 CPU)."""
    if device == "cuda":
        return torch.cuda.get_device_capability() >= (8, 0)
    if device == "cpu":
        capabilities = torch.cpu.get_capabilities() if hasattr(torch.cpu, "get_capabilities") else {}
        return bool(capabilities.get("amx_bf16") or capabilities.get("avx512_bf16"))
    return False
