"""Colour factors have closed forms, in 8 and 16 bits, and labels stay."""

import numpy as np
import pytest
import torch
from torchvision.transforms.v2.functional import adjust_saturation

from segscope.config.catalogue.augmentation_options import ColourOptions
from segscope.data.sample import Picture
from segscope.train.augmentations.base import Draw
from segscope.train.augmentations.colour import ColourJitter
from tests.train.coded_samples import coded_context, coded_sample


def jitter(**widths: float) -> ColourJitter:
    return ColourJitter(ColourOptions.model_validate(widths), coded_context())


def test_zero_widths_change_nothing() -> None:
    picture, label_map = coded_sample(0)
    out, labels = jitter(brightness=0, contrast=0, saturation=0)(
        picture, label_map, Draw(np.random.default_rng(0))
    )
    assert (out == picture).all()
    assert labels is label_map


def flat(bits: int, channels: int) -> Picture:
    if bits == 8:
        return np.full((4, 4, channels), 100, dtype=np.uint8)
    return np.full((4, 4, channels), 25_700, dtype=np.uint16)


@pytest.mark.parametrize("bits", [8, 16])
def test_brightness_has_its_closed_form_and_grey_stays_grey(bits: int) -> None:
    grey = flat(bits, 3)
    labels = np.zeros((4, 4), dtype=np.uint8)
    drawn = np.random.default_rng(3).uniform(-0.2, 0.2)
    out, _ = jitter(brightness=0.2, contrast=0, saturation=0)(grey, labels, Draw(np.random.default_rng(3)))
    assert out.dtype == grey.dtype
    assert np.abs(out - int(grey[0, 0, 0]) * (1 + drawn)).max() <= 0.51
    saturated = jitter(brightness=0, contrast=0, saturation=0.9)
    out, _ = saturated(grey, labels, Draw(np.random.default_rng(3)))
    assert (out == grey).all(), "grey has no saturation to change"
    assert saturated(flat(bits, 1), labels, Draw(np.random.default_rng(3)))[0].shape == (4, 4, 1)


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("seed", range(4))
def test_saturation_is_that_of_torchvision(bits: int, seed: int) -> None:
    full = 2**bits - 1
    picture: Picture = np.random.default_rng(9).integers(0, full + 1, (12, 10, 3)).astype(f"uint{bits}")
    labels = np.zeros((12, 10), dtype=np.uint8)
    rng = np.random.default_rng(seed)
    rng.uniform(), rng.uniform()
    factor = 1 + rng.uniform(-0.9, 0.9)
    saturated = jitter(brightness=0, contrast=0, saturation=0.9)
    out, _ = saturated(picture, labels, Draw(np.random.default_rng(seed)))
    shares = torch.from_numpy(picture.astype(np.float64) / full).permute(2, 0, 1)
    expected = adjust_saturation(shares, factor).permute(1, 2, 0).numpy() * full
    # torchvision weighs red by 0.2989, and not by 0.299.
    assert np.abs(out - expected).max() <= 0.51 + 2e-4 * full
    assert np.abs(out.astype(float) - picture).max() > 0.02 * full


def test_contrast_spreads_levels_about_middle_grey() -> None:
    levels = np.array([[[88], [128], [168]]], dtype=np.uint8)
    rng = np.random.default_rng(5)
    rng.uniform()
    factor = 1 + rng.uniform(-0.4, 0.4)
    spread = jitter(brightness=0, contrast=0.4, saturation=0)
    out, _ = spread(levels, np.zeros((1, 3), np.uint8), Draw(np.random.default_rng(5)))
    expected = [round(128 + factor * (level - 128)) for level in (88, 128, 168)]
    assert out.ravel().tolist() == expected


def test_contrast_of_16_bits_keeps_what_fills_a_small_part_of_them() -> None:
    """A 12-bit camera's picture is not pushed to black or away from its own mean."""
    dim = np.random.default_rng(0).integers([200, 900], [600, 3000], (32, 32, 2)).astype(np.uint16)
    for seed in range(8):
        spread = jitter(brightness=0, contrast=0.5, saturation=0)
        out, _ = spread(dim, np.zeros((32, 32), np.uint8), Draw(np.random.default_rng(seed)))
        rng = np.random.default_rng(seed)
        rng.uniform()
        factor = 1 + rng.uniform(-0.5, 0.5)
        assert np.abs(out.mean((0, 1)) - dim.mean((0, 1))).max() < 2
        assert np.abs(out.std((0, 1)) / dim.std((0, 1)) - factor).max() < 0.01
