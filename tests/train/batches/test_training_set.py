"""Training samples: drawn anew in each epoch, for each sample and seed, and never otherwise."""

import numpy as np
import pytest
import torch

from segscope.config.choice import AugmentationChoice
from segscope.errors import ConfigError
from segscope.train.batches.training_set import TrainingSet
from segscope.train.setup import build_augmentations
from tests.train.coded_samples import CodedDataset, coded_context

CROP = {"name": "scale-crop", "size": 24, "min_scale": 1, "max_scale": 1}


def training_set(*names: object, seed: int = 0) -> TrainingSet:
    context = coded_context()
    choices = [AugmentationChoice.model_validate(name) for name in names]
    augmentations = build_augmentations(choices, context)
    return TrainingSet(CodedDataset([]), context.samples, augmentations, seed, epochs=8)


def corner(samples: TrainingSet, epoch: int, index: int) -> tuple[int, ...]:
    """Row and column codes of the crop's first pixel: where in the picture it was cut."""
    picture = samples.batch(epoch, [index]).pictures[0, :2, 0, 0]
    return tuple(picture.tolist())


def test_a_draw_depends_on_seed_epoch_and_sample() -> None:
    samples = training_set(CROP)
    places = [corner(samples, epoch, index) for epoch in range(8) for index in range(3)]
    assert len(set(places)) > 20, "24 draws among 825 places"
    others = training_set(CROP, seed=1)
    elsewhere = [corner(others, epoch, index) for epoch in range(8) for index in range(3)]
    assert sum(one == other for one, other in zip(places, elsewhere, strict=True)) < 3
    again = training_set(CROP)
    backwards = [corner(again, epoch, index) for epoch in reversed(range(8)) for index in reversed(range(3))]
    assert backwards[::-1] == places, "and not on what was drawn before"


def test_every_epoch_has_an_order_of_its_own_with_every_sample_once() -> None:
    samples = training_set(CROP)
    orders = [tuple(samples.order(epoch)) for epoch in range(8)]
    assert {tuple(sorted(order)) for order in orders} == {(0, 1, 2)}
    assert len(set(orders)) > 2
    assert [tuple(training_set(CROP).order(epoch)) for epoch in range(8)] == orders


def test_a_batch_holds_pictures_labels_and_names_in_the_order_asked_for() -> None:
    samples = training_set()
    batch = samples.batch(0, [2, 0])
    assert batch.sample_ids == ("2", "0")
    for place, index in enumerate((2, 0)):
        picture, labels = samples.read(samples.samples[index])
        assert np.array_equal(batch.pictures[place].permute(1, 2, 0).numpy(), picture)
        assert np.array_equal(batch.targets[place].numpy(), labels)
    assert batch.pictures.is_contiguous(memory_format=torch.channels_last)
    assert batch.weights is None


def test_pictures_of_several_sizes_are_refused() -> None:
    samples = training_set()
    sizes = iter([40, 48])
    samples.augmentations = [lambda picture, labels, draw: (picture[: (n := next(sizes))], labels[:n])]
    with pytest.raises(ConfigError, match="several sizes cannot share a batch: put scale-crop into augment"):
        samples.batch(0, [0, 1])
