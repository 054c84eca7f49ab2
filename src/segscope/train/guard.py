"""The guard against losses and gradients that are no number: it says where they come from."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from segscope.errors import TrainingError
from segscope.train.batches.training_set import Batch
from segscope.train.progress import StepReport
from segscope.train.stepper import StepResult

MOST_SKIPPED = 25
"""fp16 begins with a loss scale of 2^16 and halves it at each overflow: after 25 in a row no gradient
could overflow by its scale, and small ones are long lost."""


@dataclass(frozen=True, slots=True)
class Watched:
    """One optimiser step, with what a message about it names.

    Attributes:
        window: Its micro-batches on this rank.
        result: What it did.
        report: Where it stood.
        terms: Names of the loss's terms.
    """

    window: Sequence[Batch]
    result: StepResult
    report: StepReport
    terms: Sequence[str]


def refuse_no_number(step: Watched, loss: float) -> None:
    """Refuse a step whose loss or gradient is no number.

    fp16 overflows now and then; the scaler skips such a step and lowers its scale, so its gradient is
    no reason to stop.

    Args:
        step: The step.
        loss: Its loss over all ranks, read from the device.

    Raises:
        TrainingError: Names the term, the batch, its pictures and the rate; every rank raises it in the
            same step.
    """
    report = step.report
    where = f"in step {report.step} (epoch {report.epoch}, rate {report.learning_rate:.2g})"
    if not math.isfinite(loss):
        raise TrainingError(
            f"the loss became {loss} {where}, {_of_all_ranks(_culprits(step))}: lower optimizer.lr, or use "
            "precision 32."
        )
    norm = float(step.result.gradient_norm) if step.result.applied else 0.0
    if not math.isfinite(norm):
        values = step.result.shares.sum(0).tolist()
        terms = ", ".join(f"{name} {value:.3g}" for name, value in zip(step.terms, values, strict=True))
        raise TrainingError(
            f"the gradient became {norm} {where}, where the terms of the loss were {terms}, on pictures "
            f"{_pictures(step.window)}: lower optimizer.lr, or use precision 32."
        )


def refuse_endless_skips(skipped_in_a_row: int) -> None:
    """Refuse to go on where fp16 overflows at every step.

    Raises:
        TrainingError: So many steps in a row changed nothing.
    """
    if skipped_in_a_row >= MOST_SKIPPED:
        raise TrainingError(
            f"fp16 overflowed in {skipped_in_a_row} steps in a row, which changed nothing: use "
            "train.precision=bf16 or 32, or lower optimizer.lr."
        )


def _culprits(step: Watched) -> str:
    broken = ~torch.isfinite(step.result.shares).cpu()
    batches = _indices(broken.any(1))
    if not batches:
        return ""
    names = ", ".join(step.terms[index] for index in _indices(broken.any(0)))
    numbers = ", ".join(str(index + 1) for index in batches)
    pictures = _pictures([step.window[index] for index in batches])
    return f"by the term {names} in batch {numbers} of {len(step.window)}, on pictures {pictures}"


def _of_all_ranks(text: str) -> str:
    """Join what the ranks know; the loss is no number on all of them, so all of them ask."""
    if not torch.distributed.is_initialized():
        return text
    texts = [""] * torch.distributed.get_world_size()
    torch.distributed.all_gather_object(texts, text)
    return "; ".join(known for known in texts if known)


def _indices(mask: Tensor) -> list[int]:
    return [index for index, marked in enumerate(mask.tolist()) if marked]


def _pictures(batches: Sequence[Batch]) -> str:
    return ", ".join(name for batch in batches for name in batch.sample_ids)
