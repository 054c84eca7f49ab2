"""The plateau schedule against torch's, and its state."""

import json
import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from segscope.config.catalogue.schedules import PlateauOptions
from segscope.train.schedules.plateau import Plateau

SCORES = st.lists(st.sampled_from([0.0, 0.1, 0.1001, 0.11, 0.3, 0.5, 0.50004, 0.6, math.nan]), max_size=40)


def factors(schedule: Plateau, scores: list[float]) -> list[float]:
    seen = []
    for update, score in enumerate(scores):
        schedule.observe(score, update)
        seen.append(schedule.factor(update + 1))
    return seen


def test_a_scripted_list_of_scores_gives_the_expected_rates() -> None:
    schedule = Plateau(PlateauOptions(factor=0.5, patience=1, threshold=0.1, min_factor=0.3), total=9)
    # A gain of a tenth counts; two validations without lower the rate; it stops at the smallest.
    scores = [0.40, 0.43, 0.45, 0.46, 0.47, 0.48, 0.48, 0.48, 0.48]
    assert factors(schedule, scores) == [1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.3, 0.3, 0.3]


@given(
    scores=SCORES,
    patience=st.integers(0, 3),
    cooldown=st.integers(0, 2),
    threshold=st.sampled_from([0.0, 1e-4, 0.01]),
)
def test_it_equals_torchs_on_any_scores(
    scores: list[float], patience: int, cooldown: int, threshold: float
) -> None:
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    reference = torch.optim.lr_scheduler.ReduceLROnPlateau(
        optimizer, "max", 0.5, patience, threshold, cooldown=cooldown, min_lr=0.01, eps=0
    )
    expected = []
    for score in scores:
        reference.step(score)
        expected.append(float(optimizer.param_groups[0]["lr"]))
    options = PlateauOptions(
        factor=0.5, patience=patience, cooldown=cooldown, threshold=threshold, min_factor=0.01
    )
    assert factors(Plateau(options, 1), scores) == pytest.approx(expected, rel=1e-12)


@given(scores=SCORES.filter(bool), data=st.data())
def test_its_state_goes_on_in_the_middle_of_a_plateau(scores: list[float], data: st.DataObject) -> None:
    options = PlateauOptions(factor=0.5, patience=2, cooldown=1)
    cut = data.draw(st.integers(0, len(scores)))
    whole = factors(Plateau(options, 1), scores)
    first, second = Plateau(options, 1), Plateau(options, 1)
    before = factors(first, scores[:cut])
    second.load_state_dict(json.loads(json.dumps(first.state_dict())))
    assert before + factors(second, scores[cut:]) == whole
