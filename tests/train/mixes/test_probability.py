"""Every mix joins as many pictures as it is asked to, and leaves the others as they are."""

from typing import Any

import pytest
import torch

from segscope.config.catalogue import MIXES
from segscope.config.catalogue.technique import parse_options
from segscope.train.mixes.base import Mix
from segscope.train.resolve import resolve_target
from tests.train.mixes.batches import CONTEXT, coded_batch, drawn, foreign

MORE: dict[str, dict[str, Any]] = {"snapmix": {"warmup": 0}}


def build(name: str, probability: float) -> Mix:
    entry = MIXES[name]
    options = parse_options(entry, {"probability": probability, **MORE.get(name, {})})
    mix: Mix = resolve_target(entry)(options, CONTEXT)
    return mix


@pytest.mark.parametrize("name", MIXES)
def test_as_many_pictures_are_mixed_as_asked_and_the_others_stay(name: str) -> None:
    mix, before, mixed = build(name, 0.4), coded_batch(), []
    for seed in range(100):
        after = mix(coded_batch(), drawn(seed))
        touched = foreign(after).flatten(1).any(1)
        assert torch.equal(after.pictures[~touched], before.pictures[~touched])
        assert torch.equal(after.targets.labels[~touched], before.targets.labels[~touched])
        if after.targets.weights is not None:
            assert bool((after.targets.weights[~touched] == 1).all())
        mixed.append(touched.float().mean())
    assert float(torch.stack(mixed).mean()) == pytest.approx(0.4, abs=0.07)


@pytest.mark.parametrize("name", MIXES)
def test_a_probability_of_zero_changes_nothing(name: str) -> None:
    before, after = coded_batch(), build(name, 0.0)(coded_batch(), drawn())
    assert torch.equal(after.pictures, before.pictures)
    assert torch.equal(after.targets.labels, before.targets.labels)
    assert not foreign(after).any()
