"""From a config's schedule to its code, with the warm-up before it."""

from segscope.config.catalogue.schedules import ScheduleOptions
from segscope.config.choice import ScheduleChoice
from segscope.errors import ConfigError
from segscope.train.resolve import resolve_target
from segscope.train.schedules.base import Schedule
from segscope.train.schedules.warmup import Warmup


def build_schedule(choice: ScheduleChoice, total: int) -> Schedule:
    """Build a schedule for a run of so many updates.

    Args:
        choice: The config's schedule.
        total: Optimiser steps of the whole run, warm-up included.

    Raises:
        ConfigError: The warm-up takes all steps.

    Example:
        >>> schedule = build_schedule(ScheduleChoice.model_validate({"name": "poly", "warmup": 2}), total=5)
        >>> [round(schedule.factor(update), 2) for update in range(5)]
        [0.5, 1.0, 1.0, 0.54, 0.0]
    """
    options = choice.options
    if not isinstance(options, ScheduleOptions):
        raise TypeError(f"the options of {choice.name} are no ScheduleOptions")
    climb = warmup_updates(options.warmup, total)
    schedule: Schedule = resolve_target(choice.technique)(options, total - climb)
    return Warmup(schedule, climb) if climb else schedule


def warmup_updates(warmup: float, total: int) -> int:
    """Give the length of the climb: ``warmup`` is a share below 1, a number of steps from 1 on.

    Raises:
        ConfigError: It takes all steps.

    Example:
        >>> warmup_updates(0.05, 200), warmup_updates(30, 200)
        (10, 30)
    """
    if warmup < 1:
        return min(round(warmup * total), total - 1)
    if warmup >= total:
        raise ConfigError(
            f"schedule.warmup: {warmup:.0f} steps leave none of the run's {total} for the schedule: lower "
            "it, or give a share such as 0.05."
        )
    return int(warmup)
