"""The device on which trained models segment pictures."""

from lightning_fabric import Fabric

from segscope.config.load import resolve
from segscope.store.runs import Run
from segscope.train.precision import choose_compute


def inference_fabric(run: Run, device: str = "auto") -> Fabric:
    """Give the device and the number format; one process, nothing is launched.

    Args:
        run: The training whose model is used.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.

    Raises:
        ConfigError: The device is not there.
    """
    trained = resolve(run.config, f"run {run.id}").train
    # What the training computed in may not be had on this device; 32 bits can be had on all.
    precision = "32" if trained.precision == "32" else "auto"
    compute = choose_compute(
        trained.model_copy(update={"device": device, "devices": 1, "precision": precision})
    )
    return Fabric(
        accelerator="gpu" if compute.device == "cuda" else compute.device,
        devices=1,
        precision=compute.fabric_precision,  # type: ignore[arg-type]
    )
