"""Every augmentation that has a probability is applied as often as asked."""

import numpy as np
import pytest

from segscope.config.catalogue import AUGMENTATIONS
from segscope.config.catalogue.technique import parse_options
from segscope.train.augmentations.base import Augmentation, Draw
from segscope.train.resolve import resolve_target
from tests.train.coded_samples import coded_context, coded_sample

NAMES = [name for name, entry in AUGMENTATIONS.items() if "probability" in entry.options.model_fields]
AT_ONCE = {"gridmask": {"ramp": 0.0}}


def test_the_list_is_not_empty() -> None:
    assert set(NAMES) == {"affine", "cutout", "gridmask", "copy-paste"}


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_changed_as_often_as_asked(name: str) -> None:
    entry = AUGMENTATIONS[name]
    options = parse_options(entry, {"probability": 0.3, **AT_ONCE.get(name, {})})
    augmentation: Augmentation = resolve_target(entry)(options, coded_context())
    picture, labels = coded_sample(1)
    draw = Draw(np.random.default_rng(0))
    changed = [augmentation(picture, labels, draw)[0] is not picture for _ in range(400)]
    assert float(np.mean(changed)) == pytest.approx(0.3, abs=0.07)
