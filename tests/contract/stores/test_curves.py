"""Curves: every float, one value a step."""

import math
import random

import numpy as np
import pytest

from segscope.store import Workspace
from tests.contract.stores.stored import new_run


def test_curves_keep_every_float_and_the_newest_value_of_a_step(workspace: Workspace) -> None:
    run = workspace.create_run(new_run())
    values = [0.1, math.nan, math.inf, -math.inf, 1e308, 5e-324, -0.0, float(np.float32(0.1))]
    run.log_curves({step: {"train/loss": 9.9} for step in range(len(values))})
    for step, value in enumerate(values):
        run.log_scalars({"train/loss": value, "val/iou/종이": 1.0}, step)
    read = [value for _, value in run.scalars("train/loss")]
    np.testing.assert_array_equal(read, np.array(values, dtype=np.float64))
    assert run.scalar_keys() == ("train/loss", "val/iou/종이")
    assert run.scalars("nothing") == ()


@pytest.mark.parametrize("seed", range(3))
def test_a_curve_shows_one_value_a_step_after_any_chain_of_resumes(workspace: Workspace, seed: int) -> None:
    rng, run, truth = random.Random(seed), workspace.create_run(new_run()), dict[int, float]()
    step = 0
    for attempt in range(rng.randint(2, 5)):
        if attempt > 0:
            step = rng.randint(0, step)  # the checkpoint that training goes on from
            run.new_attempt(step)
            truth = {known: value for known, value in truth.items() if known <= step}
        for _ in range(rng.randint(1, 6)):
            step += 1
            truth[step] = rng.random()
            run.log_scalars({"loss": truth[step]}, step)
    assert dict(run.scalars("loss")) == truth
    assert [at for at, _ in run.scalars("loss")] == sorted(truth)
