"""ClassMix: exactly the pixels of half of the classes, never an ignored one."""

import numpy as np
import pytest
import torch

from segscope.config.catalogue.mixes import ClassMixOptions
from segscope.errors import ConfigError
from segscope.train.mixes.base import DeviceBatch, MixContext
from segscope.train.mixes.classmix import ClassMix
from segscope.train.targets import Targets
from tests.train.coded_samples import CLASSES, IGNORE
from tests.train.mixes.batches import CONTEXT, coded_batch, drawn, foreign


@pytest.mark.parametrize("seed", range(8))
def test_what_is_pasted_is_half_of_the_classes_exactly(seed: int) -> None:
    batch = coded_batch()
    mixed = ClassMix(ClassMixOptions(probability=1), CONTEXT)(batch, drawn(seed))
    origins = mixed.targets.origins
    assert origins is not None
    for index, mask in enumerate(foreign(mixed)):
        (source,) = set(origins[index][mask].tolist())
        truth = batch.targets.labels[source]
        chosen = set(truth[mask].tolist())
        present = set(truth.flatten().tolist()) - {IGNORE}
        assert len(chosen) == len(present) // 2
        assert chosen <= present
        expected = torch.isin(truth, torch.tensor(sorted(chosen)))
        assert torch.equal(mask, expected), "all pixels of the chosen classes, and no others"


def test_every_class_is_chosen_at_times_and_the_background_only_where_it_may() -> None:
    batch = coded_batch()
    counts = {background: np.zeros(CLASSES.num_classes) for background in (True, False)}
    for background, count in counts.items():
        mix = ClassMix(ClassMixOptions(probability=1, background=background), CONTEXT)
        for seed in range(60):
            mixed = mix(batch, drawn(seed))
            for value in set(mixed.targets.labels[foreign(mixed)].tolist()):
                count[value] += 1
    assert (counts[True] > 0).all()
    assert counts[False][0] == 0
    assert (counts[False][1:] > 0).all()


def test_the_background_can_only_be_left_out_where_there_is_one() -> None:
    nameless = MixContext(CLASSES.num_classes, IGNORE)
    with pytest.raises(ConfigError, match=r"classmix with background=false .* no class has that role"):
        ClassMix(ClassMixOptions(background=False), nameless)
    assert ClassMix(ClassMixOptions(), nameless).context is nameless


def test_one_class_or_none_gives_nothing() -> None:
    labels = torch.zeros(2, 6, 6, dtype=torch.int64)
    labels[1] = IGNORE
    batch = DeviceBatch(torch.zeros(2, 3, 6, 6, dtype=torch.uint8), Targets(labels), ("0", "1"))
    mixed = ClassMix(ClassMixOptions(probability=1), CONTEXT)(batch, drawn())
    assert torch.equal(mixed.targets.labels, labels)
    assert not foreign(mixed).any()
