"""A model as an ONNX file, checked against torch before it counts as written."""

import contextlib
import logging
import os
import secrets
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from segscope.config.load import resolve
from segscope.errors import CheckpointError, MissingDependencyError, UsageError
from segscope.files.atomic import TEMP_PREFIX
from segscope.store.runs import Run
from segscope.train.load_model import load_model
from segscope.train.models.segmenter import Segmenter

INPUT, OUTPUT = "pictures", "probabilities"
TOLERANCE = 1e-3
"""Largest difference of a probability that still counts as the same model."""
_CHECKED = 2
"""Pictures of random noise in the check: a batch, so that its size is seen to be free."""


@dataclass(frozen=True, slots=True)
class OnnxExport:
    """An ONNX file, and how far it was checked.

    Attributes:
        path: The file: input ``pictures`` (B, C, H, W) uint8 (uint16 of a model of 16-bit pictures), output
            ``probabilities`` (B, K, H, W) float32; B is free.
        size: (H, W) of the pictures that it takes.
        difference: Largest difference of a probability between ONNX Runtime and torch.
        same_classes: Share of the pixels that get the same class.
    """

    path: Path
    size: tuple[int, int]
    difference: float
    same_classes: float


class _Probabilities(nn.Module):
    """What is exported: normalisation, padding, network and softmax in one graph."""

    def __init__(self, model: Segmenter) -> None:
        super().__init__()
        self.model = model

    def forward(self, pictures: Tensor) -> Tensor:
        probabilities: Tensor = self.model(pictures).logits.softmax(dim=1)
        return probabilities


def export_onnx(
    run: Run, path: Path, *, checkpoint: str = "best", size: tuple[int, int] | None = None
) -> OnnxExport:
    """Export a run's model, and compare the file's results with torch's on noise.

    Args:
        run: A training.
        path: The file, ending in ``.onnx``; it appears only after the check has passed.
        checkpoint: ``best``, ``last``, or another checkpoint of the run.
        size: (H, W) of the pictures that the file takes; None = the side of the training's crops.

    Raises:
        UsageError: The run has no model, the ending is another, or the folder is missing.
        MissingDependencyError: ``segscope[onnx]`` is not installed.
        CheckpointError: There is no checkpoint, the model cannot be exported, or the file's results differ.
    """
    if run.kind != "train":
        raise UsageError(f"run {run.id} is no training and has no model: name a training.")
    if path.suffix != ".onnx" or not path.parent.is_dir():
        raise UsageError(f"{path}: give a file that ends in .onnx, in a folder that exists.")
    runtime = _import_runtime()
    model = load_model(run, checkpoint).float()
    height, width = size or _crop_size(run)
    pictures = _noise(model, height, width)
    temporary = path.with_name(f"{TEMP_PREFIX}{os.getpid()}-{secrets.token_hex(4)}.onnx")
    try:
        _write(_Probabilities(model).eval(), pictures, temporary)
        difference, same = _compare(runtime, temporary, model, pictures)
        if difference > TOLERANCE:
            raise CheckpointError(
                f"{path}: ONNX Runtime's probabilities differ from torch's by up to {difference:.2g}: the "
                "file was not kept; report the model's architecture."
            )
        temporary.replace(path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return OnnxExport(path, (height, width), difference, same)


def _import_runtime() -> Any:
    try:
        # torch's exporter imports the first two itself
        return [import_module(name) for name in ("onnx", "onnxscript", "onnxruntime")][-1]
    except ModuleNotFoundError as error:
        raise MissingDependencyError(error.name or "onnx", "onnx") from error


def _crop_size(run: Run) -> tuple[int, int]:
    """Give the side of the training's crops, which the model knows best."""
    for choice in resolve(run.config, f"run {run.id}").augment:
        side = getattr(choice.options, "size", None)
        if isinstance(side, int):
            return side, side
    raise UsageError(f"run {run.id} was trained on whole pictures: give their size with --size HEIGHT WIDTH.")


def _noise(model: Segmenter, height: int, width: int) -> Tensor:
    """Draw pictures of all levels, in the number type that the file's input then has."""
    form = model.picture_format
    generator = torch.Generator().manual_seed(0)
    shape = (_CHECKED, form.channels, height, width)
    levels = torch.randint(0, form.full_scale + 1, shape, generator=generator, dtype=torch.int32)
    return levels.to(torch.uint8 if form.bits == 8 else torch.uint16)


def _write(module: nn.Module, pictures: Tensor, path: Path) -> None:
    try:
        with _quiet():
            torch.onnx.export(
                module,
                (pictures,),
                str(path),
                input_names=[INPUT],
                output_names=[OUTPUT],
                dynamic_shapes=({0: torch.export.Dim("batch", min=1)},),
                dynamo=True,
                external_data=False,
                verbose=False,
            )
    except Exception as error:  # the exporter raises almost any type for what it cannot translate
        reason = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
        raise CheckpointError(f"{path.parent}: this model cannot be exported to ONNX ({reason}).") from error


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep the exporter's progress from the terminal; what matters is raised or checked."""
    logger = logging.getLogger("torch.onnx")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)


def _compare(runtime: Any, path: Path, model: Segmenter, pictures: Tensor) -> tuple[float, float]:
    session = runtime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    with torch.inference_mode():
        expected = model(pictures).logits.softmax(dim=1).numpy()
    # One by one and together: the size of the batch must be free.
    found = session.run([OUTPUT], {INPUT: pictures.numpy()})[0]
    single = session.run([OUTPUT], {INPUT: pictures[:1].numpy()})[0]
    difference = max(float(np.abs(found - expected).max()), float(np.abs(single - expected[:1]).max()))
    return difference, float((found.argmax(axis=1) == expected.argmax(axis=1)).mean())
