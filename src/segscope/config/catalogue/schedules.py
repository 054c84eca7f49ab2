"""Learning-rate schedules, by name."""

from pydantic import Field

from segscope.config.catalogue.technique import Catalogue, Options, Technique


class CosineOptions(Options):
    """Options of the cosine schedule.

    Attributes:
        warmup: Share of all optimiser steps over which the rate climbs linearly from near zero.
        final: The rate at the last step, as a share of the top rate.
    """

    warmup: float = Field(default=0.05, ge=0, lt=1)
    final: float = Field(default=0.0, ge=0, le=1)


SCHEDULES = Catalogue(
    "schedule",
    (
        Technique(
            name="cosine",
            group="schedule",
            summary="Linear warm-up, then half a cosine down to the final rate.",
            source="Loshchilov & Hutter, SGDR, ICLR 2017; Goyal et al. 2017 (warm-up)",
            target="segscope.train.schedules.cosine:Cosine",
            options=CosineOptions,
        ),
    ),
)
