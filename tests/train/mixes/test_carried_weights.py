"""A pixel's weight comes with it, whatever mix moves it: pseudo-labelled pictures count less everywhere."""

from dataclasses import replace
from typing import Any

import pytest
import torch

from segscope.config.catalogue import MIXES
from segscope.config.catalogue.technique import parse_options
from segscope.train.mixes.base import Mix
from segscope.train.resolve import resolve_target
from tests.train.mixes.batches import CONTEXT, coded_batch, drawn, foreign

MORE: dict[str, dict[str, Any]] = {"snapmix": {"weights": False}}


@pytest.mark.parametrize("name", MIXES)
@pytest.mark.parametrize("seed", range(3))
def test_a_pixel_keeps_the_weight_of_its_picture(name: str, seed: int) -> None:
    of_picture = torch.tensor([1.0, 0.5, 0.25, 1.0, 0.75])
    batch = coded_batch()
    weights = of_picture[:, None, None].expand(batch.targets.labels.shape)  # as a batch brings them
    batch = replace(batch, targets=replace(batch.targets, weights=weights))
    entry = MIXES[name]
    mix: Mix = resolve_target(entry)(parse_options(entry, {"probability": 1, **MORE.get(name, {})}), CONTEXT)
    mixed = mix(batch, drawn(seed))
    origins, found = mixed.targets.origins, mixed.targets.weights
    assert origins is not None
    assert found is not None
    assert foreign(mixed).any()
    assert torch.equal(found, of_picture[origins.long()])
