"""Cutout: grey holes whose labels are as declared, and whose pixels bring no gradient where ignored."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from segscope.config.catalogue.augmentation_options import CutoutOptions
from segscope.train.augmentations.base import Draw
from segscope.train.augmentations.cutout import Cutout
from tests.train.coded_samples import FILL, IGNORE, coded_context, coded_sample


def cut(seed: int, **options: object) -> tuple[np.ndarray, np.ndarray]:
    cutout = Cutout(CutoutOptions.model_validate(options), coded_context())
    return cutout(*coded_sample(1), Draw(np.random.default_rng(seed)))


@pytest.mark.parametrize("label", ["ignore", "keep"])
@pytest.mark.parametrize("seed", range(6))
def test_a_hole_is_grey_and_its_labels_are_as_declared(label: str, seed: int) -> None:
    picture, label_map = coded_sample(1)
    out, labels = cut(seed, size=0.3, label=label)
    hole = (out == FILL).all(axis=-1)
    assert (out[~hole] == picture[~hole]).all()
    assert (labels[~hole] == label_map[~hole]).all()
    assert (labels[hole] == (IGNORE if label == "ignore" else label_map[hole])).all()
    rows, columns = np.nonzero(hole)
    height, width = np.ptp(rows) + 1, np.ptp(columns) + 1
    assert hole.sum() == height * width, "a hole is a rectangle"
    assert max(height, width) <= round(0.3 * 48)


def test_a_hole_reaches_out_of_the_picture_as_its_centre_is_even() -> None:
    areas = [int((cut(seed, size=0.5)[0] == FILL).all(axis=-1).sum()) for seed in range(400)]
    side, (height, width) = 24, (48, 56)
    # Along an axis of n pixels a centre in the outer side/2 loses on average a quarter of the side.
    expected = side * (1 - side / (4 * height)) * side * (1 - side / (4 * width))
    assert float(np.mean(areas)) == pytest.approx(expected, rel=0.05)
    assert max(areas) == side * side


def test_ignored_holes_bring_no_gradient() -> None:
    _, labels = cut(0, size=0.5)
    logits = torch.randn(1, 5, *labels.shape, requires_grad=True)
    loss = functional.cross_entropy(logits, torch.from_numpy(labels)[None].long(), ignore_index=IGNORE)
    (gradient,) = torch.autograd.grad(loss, logits)
    hole = torch.from_numpy(labels == IGNORE)
    assert float(gradient[0, :, hole].abs().max()) == 0
    assert float(gradient[0, :, ~hole].abs().min()) > 0


def test_several_holes_and_none() -> None:
    one, three = (
        np.mean([(cut(seed, size=0.2, holes=n)[0] == FILL).all(axis=-1).mean() for seed in range(40)])
        for n in (1, 3)
    )
    assert 2 * one < three <= 3.6 * one
    assert not (cut(0, probability=0)[0] == FILL).all(axis=-1).any()
