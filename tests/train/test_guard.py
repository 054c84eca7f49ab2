"""The guard names what a person needs to find a loss or a gradient that is no number."""

import math
from collections.abc import Sequence

import pytest
import torch

from segscope.errors import TrainingError
from segscope.train.batches.training_set import Batch
from segscope.train.guard import MOST_SKIPPED, Watched, refuse_endless_skips, refuse_no_number
from segscope.train.progress import StepReport
from segscope.train.stepper import StepResult

BATCHES = tuple(
    Batch(torch.zeros(2, 3, 4, 4, dtype=torch.uint8), torch.zeros(2, 4, 4, dtype=torch.uint8), names)
    for names in (("day/01", "day/02"), ("night/03", "night/04"))
)


def watched(shares: Sequence[Sequence[float]], norm: float = 1.0, *, applied: bool = True) -> Watched:
    parts = torch.tensor(shares)
    report = StepReport(
        epoch=2, step=17, steps_in_epoch=9, loss=math.nan, learning_rate=0.004, pictures=4, seconds=1.0
    )
    result = StepResult(parts.sum(), parts, torch.tensor(norm), 4, applied)
    return Watched(BATCHES, result, report, ("cross-entropy", "dice"))


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_loss_that_is_no_number_names_term_batch_pictures_and_rate(value: float) -> None:
    with pytest.raises(TrainingError) as error:
        refuse_no_number(watched([[0.5, 0.1], [0.5, value]]), value)
    message = str(error.value)
    assert f"the loss became {value} in step 17 (epoch 2, rate 0.004)" in message
    assert "by the term dice in batch 2 of 2, on pictures night/03, night/04:" in message
    assert "day/" not in message
    assert "cross-entropy" not in message


def test_a_gradient_that_is_no_number_names_pictures_and_the_terms_values() -> None:
    with pytest.raises(TrainingError) as error:
        refuse_no_number(watched([[0.5, 0.1], [0.25, 0.2]], math.inf), 1.05)
    message = str(error.value)
    assert "the gradient became inf in step 17" in message
    assert "cross-entropy 0.75, dice 0.3" in message
    assert "day/01, day/02, night/03, night/04" in message


def test_a_step_that_fp16_skipped_is_no_reason_to_stop_but_an_endless_row_is() -> None:
    refuse_no_number(watched([[0.5, 0.1], [0.25, 0.2]], math.inf, applied=False), 1.05)
    refuse_endless_skips(MOST_SKIPPED - 1)
    with pytest.raises(TrainingError, match=r"fp16 overflowed in 25 steps in a row"):
        refuse_endless_skips(MOST_SKIPPED)
