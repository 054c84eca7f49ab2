"""Learning-rate schedules, by name."""

from typing import Literal

from pydantic import Field, field_validator

from segscope.config.catalogue.technique import Catalogue, Options, Technique


class ScheduleOptions(Options):
    """What every schedule has.

    Attributes:
        warmup: Gradual warm-up: how long the rate climbs linearly from near zero to where the schedule
            begins. Below 1 it is a share of all optimiser steps, from 1 on a number of them; 0 turns it off.
    """

    warmup: float = Field(default=0.05, ge=0)

    @field_validator("warmup")
    @classmethod
    def _share_or_whole_steps(cls, value: float) -> float:
        if value >= 1 and not value.is_integer():
            raise ValueError("a warm-up from 1 on is a whole number of steps")
        return value


class ConstantOptions(ScheduleOptions):
    """Options of the constant schedule."""


class CosineOptions(ScheduleOptions):
    """Options of the cosine schedule.

    Attributes:
        final: The rate at the last step, as a share of the top rate.
        cycles: So many half cosines of equal length, each from the top again: their ends are snapshots for
            an ensemble of epochs (`warmup: 0` lets them end with whole epochs).
    """

    final: float = Field(default=0.0, ge=0, le=1)
    cycles: int = Field(default=1, ge=1)


class PolynomialOptions(ScheduleOptions):
    """Options of the polynomial schedule.

    Attributes:
        power: Exponent of the share of steps that is left; 1 is a straight line.
        final: The rate at the last step, as a share of the top rate.
    """

    power: float = Field(default=0.9, gt=0)
    final: float = Field(default=0.0, ge=0, le=1)


class OneCycleOptions(ScheduleOptions):
    """Options of the one-cycle schedule; the names are torch's.

    Attributes:
        pct_start: Share of the steps over which the rate climbs.
        div_factor: The rate begins at the top rate over this.
        final_div_factor: The rate ends at where it began over this.
        anneal: Shape of climb and descent.
    """

    warmup: float = Field(default=0.0, ge=0)
    pct_start: float = Field(default=0.3, gt=0, lt=1)
    div_factor: float = Field(default=25.0, ge=1)
    final_div_factor: float = Field(default=1e4, ge=1)
    anneal: Literal["cos", "linear"] = "cos"


class PlateauOptions(ScheduleOptions):
    """Options of the plateau schedule.

    Attributes:
        factor: What the rate is multiplied by when the monitored score has stopped growing.
        patience: Validations in a row without gain that are borne; one more lowers the rate.
        threshold: Gain that counts, as a share of the best score so far.
        cooldown: Validations after a lowering in which none counts as without gain.
        min_factor: The rate is never lowered below this share of the top rate.
    """

    factor: float = Field(default=0.1, gt=0, lt=1)
    patience: int = Field(default=1, ge=0)
    threshold: float = Field(default=1e-4, ge=0)
    cooldown: int = Field(default=0, ge=0)
    min_factor: float = Field(default=0.001, ge=0, le=1)


SCHEDULES = Catalogue(
    "schedule",
    (
        Technique(
            name="cosine",
            group="schedule",
            summary="Half a cosine from the top rate down to the final rate.",
            source="Loshchilov & Hutter, SGDR, ICLR 2017",
            target="segscope.train.schedules.cosine:Cosine",
            options=CosineOptions,
            check="Closed form at every step, equal to torch's; the last step has exactly the final rate.",
            test="tests/train/schedules/test_cosine.py::test_it_equals_torchs_cosine_annealing",
        ),
        Technique(
            name="polynomial",
            group="schedule",
            summary="A power of the share of steps that is left.",
            source="Liu et al., ParseNet, 2015; Chen et al., DeepLab, TPAMI 2018",
            target="segscope.train.schedules.polynomial:Polynomial",
            options=PolynomialOptions,
            aliases=("poly",),
            check="Equal to torch's at every step; the last step has exactly the final rate.",
            test="tests/train/schedules/test_polynomial.py::test_it_equals_torchs_polynomial",
        ),
        Technique(
            name="one-cycle",
            group="schedule",
            summary="One climb from a small rate to the top, then one descent to almost nothing.",
            source="Smith & Topin, Super-Convergence, 2019",
            target="segscope.train.schedules.one_cycle:OneCycle",
            options=OneCycleOptions,
            aliases=("onecycle",),
            check="Equal to torch's OneCycleLR at every step.",
            test="tests/train/schedules/test_one_cycle.py::test_it_equals_torchs_one_cycle",
        ),
        Technique(
            name="plateau",
            group="schedule",
            summary="Lowers the rate when validations bring no better monitored score (larger is better).",
            source="torch ReduceLROnPlateau, mode max",
            target="segscope.train.schedules.plateau:Plateau",
            options=PlateauOptions,
            check="Equal to torch's on any scores; resumed mid-plateau, and on every rank, the same rates.",
            test="tests/train/schedules/test_plateau.py::test_it_equals_torchs_on_any_scores",
        ),
        Technique(
            name="constant",
            group="schedule",
            summary="The top rate throughout.",
            source="standard",
            target="segscope.train.schedules.constant:Constant",
            options=ConstantOptions,
            check="The top rate at every step after the warm-up.",
            test="tests/train/schedules/test_warmup.py::test_any_schedule_climbs_linearly_to_its_beginning",
        ),
    ),
)
