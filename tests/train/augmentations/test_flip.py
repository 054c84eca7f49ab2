"""Flips mirror picture and label map together, as often as asked."""

import numpy as np
import pytest

from segscope.config.catalogue.augmentation_options import FlipOptions
from segscope.data.sample import Picture
from segscope.engine.class_set import LabelMap
from segscope.train.augmentations.base import Draw
from segscope.train.augmentations.flip import Flip
from tests.train.coded_samples import coded_context, coded_sample


@pytest.mark.parametrize("bits", [8, 16])
def test_flips_mirror_both_or_none(bits: int) -> None:
    small, small_labels = coded_sample(0)
    picture: Picture = small if bits == 8 else small.astype(np.uint16) * 257
    label_map: LabelMap = small_labels if bits == 8 else small_labels.astype(np.uint16)
    draw = Draw(np.random.default_rng(0))
    always = Flip(FlipOptions(horizontal=1, vertical=1), coded_context())
    out, labels = always(picture, label_map, draw)
    assert (out == picture[::-1, ::-1]).all()
    assert (labels == label_map[::-1, ::-1]).all()
    assert labels.dtype == label_map.dtype
    assert out.dtype == picture.dtype
    out, labels = Flip(FlipOptions(horizontal=0), coded_context())(picture, label_map, draw)
    assert (out == picture).all()


def test_flips_happen_as_often_as_asked() -> None:
    picture, label_map = coded_sample(0)
    flip = Flip(FlipOptions(horizontal=0.3), coded_context())
    draw = Draw(np.random.default_rng(1))
    share = np.mean([flip(picture, label_map, draw)[0][0, 0, 1] != 0 for _ in range(2000)])
    assert abs(float(share) - 0.3) < 0.04
