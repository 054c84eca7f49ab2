"""Gradual warm-up before every schedule of the catalogue."""

import pytest
import torch
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR

from segscope.config.catalogue import SCHEDULES
from segscope.config.choice import ScheduleChoice
from segscope.errors import ConfigError
from segscope.train.schedules.base import Schedule
from segscope.train.schedules.build import build_schedule
from tests.train.schedules.torch_rates import torch_rates


def build(total: int, **choice: object) -> Schedule:
    return build_schedule(ScheduleChoice.model_validate(choice), total)


@pytest.mark.parametrize("name", SCHEDULES)
def test_any_schedule_climbs_linearly_to_its_beginning(name: str) -> None:
    warm, bare = build(30, name=name, warmup=10), build(20, name=name, warmup=0)
    start = bare.factor(0)
    climb = [warm.factor(update) for update in range(10)]
    assert climb == pytest.approx([start * (update + 1) / 10 for update in range(10)])
    assert climb[-1] == start
    assert [warm.factor(update) for update in range(10, 30)] == [bare.factor(u) for u in range(20)]


@pytest.mark.parametrize("name", ["cosine", "polynomial", "plateau", "constant"])
@pytest.mark.parametrize("warmup", [0.05, 0.5, 7])
def test_the_top_is_reached_exactly_and_never_passed(name: str, warmup: float) -> None:
    schedule = build(97, name=name, warmup=warmup)
    assert max(schedule.factor(update) for update in range(97)) == 1.0


def test_warmup_and_cosine_equal_torchs_sequence() -> None:
    expected = torch_rates(
        lambda optimizer: SequentialLR(
            optimizer, [LinearLR(optimizer, 0.25, total_iters=3), CosineAnnealingLR(optimizer, 4)], [3]
        ),
        8,
    )
    schedule = build(8, name="cosine", warmup=3)
    # torch's climb begins at a quarter and has its end as the cosine's first update.
    ours = [
        0.25,
        *(1 / 4 + 3 / 4 * share for share in (1 / 3, 2 / 3)),
        *(schedule.factor(u) for u in range(3, 8)),
    ]
    assert ours == pytest.approx(expected, abs=1e-12)


def test_a_plateau_hears_nothing_before_the_climb_ends() -> None:
    schedule = build(100, name="plateau", warmup=10, patience=0, factor=0.5)
    for update in (3, 6, 9):
        schedule.observe(0.5, update)
    assert schedule.factor(10) == 1.0
    schedule.observe(0.4, 10)
    schedule.observe(0.4, 20)
    assert schedule.factor(20) == 0.5
    resumed = build(100, name="plateau", warmup=10, patience=0, factor=0.5)
    resumed.load_state_dict(schedule.state_dict())
    assert resumed.factor(20) == 0.5


@pytest.mark.parametrize(("warmup", "updates"), [(0.0, 0), (0.05, 5), (0.999, 99), (1, 1), (40, 40)])
def test_a_share_or_a_number_of_steps(warmup: float, updates: int) -> None:
    schedule = build(100, name="constant", warmup=warmup)
    assert sum(schedule.factor(update) < 1.0 for update in range(100)) == max(updates - 1, 0)


def test_a_warmup_of_all_steps_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"schedule\.warmup: 500 steps leave none of the run's 90"):
        build(90, name="cosine", warmup=500)
    with pytest.raises(ValueError, match="whole number of steps"):
        build(90, name="cosine", warmup=2.5)


def test_one_step_is_made_at_the_top() -> None:
    assert all(build(1, name=name).factor(0) == 1.0 for name in ("cosine", "polynomial", "one-cycle"))
    assert torch.tensor([build(2, name="cosine").factor(u) for u in range(2)]).tolist() == [1.0, 0.0]
