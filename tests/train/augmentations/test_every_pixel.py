"""The property of every augmentation and mix: each pixel's colour and label come from one source pixel.

Or the pixel is grey, and its label is ignored or that of its place, as the entry declares. Pictures of
planted colours say of each output pixel which source pixel it shows.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import torch

from segscope.config.catalogue import AUGMENTATIONS, MIXES
from segscope.config.catalogue.technique import parse_options
from segscope.engine.class_set import LabelMap
from segscope.train.augmentations.base import Augmentation, Draw
from segscope.train.mixes.base import DeviceBatch, Mix
from segscope.train.resolve import resolve_target
from tests.train.coded_samples import (
    FILL,
    IGNORE,
    Bytes,
    coded_context,
    coded_sample,
    source_of,
    unexplained,
)
from tests.train.mixes.batches import CONTEXT, coded_batch, drawn

SEEDS = range(12)


@dataclass(frozen=True)
class Case:
    """An entry with options, and what it declares.

    Attributes:
        name: The entry.
        options: Its options.
        slack: By how much a resampled place may be off, in pixels; 0 where whole pixels are moved.
        reach: How far resampling may blend, in pixels.
        grey: What becomes of the labels of grey pixels; empty where there are none.
    """

    name: str
    options: dict[str, Any]
    slack: float = 0.0
    reach: int = 0
    grey: str = ""

    def __str__(self) -> str:
        return "-".join([self.name, *(f"{key}={value}" for key, value in self.options.items())])


# Places are read to an eighth of a pixel. Antialiasing shifts them by up to half a pixel at an edge.
BLENDED: dict[str, Any] = {"slack": 0.2, "reach": 1}
SHRUNK: dict[str, Any] = {"slack": 0.75, "reach": 4}
SAMPLES = (
    Case("scale-crop", {"size": 40, "min_scale": 1, "max_scale": 1}, grey="ignore"),
    Case("scale-crop", {"size": 64, "min_scale": 1, "max_scale": 1, "rare": 0.5}, grey="ignore"),
    Case("scale-crop", {"size": 40, "min_scale": 1, "max_scale": 3, "rare": 1}, grey="ignore", **BLENDED),
    Case("scale-crop", {"size": 40, "min_scale": 0.5, "max_scale": 1}, grey="ignore", **SHRUNK),
    Case("flip", {"horizontal": 0.5, "vertical": 0.5}),
    Case("affine", {"probability": 1, "rotate": 40, "shear": 20}, grey="ignore", **BLENDED),
    Case("affine", {"probability": 1, "rotate": 0, "shear": 0, "translate": 1}, grey="ignore", **BLENDED),
    Case("cutout", {"holes": 3}, grey="ignore"),
    Case("cutout", {"holes": 3, "label": "keep"}, grey="keep"),
    Case("gridmask", {"probability": 1}, grey="keep"),
    Case("gridmask", {"probability": 1, "label": "ignore"}, grey="ignore"),
    Case("copy-paste", {"probability": 1, "min_scale": 1, "max_scale": 1, "largest": 1}),
    Case("copy-paste", {"probability": 1, "smallest": 8}, **SHRUNK),
)
BATCHES = (
    Case("cutmix", {"probability": 1}),
    Case("classmix", {"probability": 1}),
    Case("classmix", {"probability": 1, "background": False}),
    Case("snapmix", {"probability": 1}, **BLENDED),
    Case("snapmix", {"probability": 0.8, "threshold": 0.3, "warmup": 0}, **BLENDED),
)


def build(case: Case) -> Augmentation:
    entry = AUGMENTATIONS[case.name]
    augmentation: Augmentation = resolve_target(entry)(parse_options(entry, case.options), coded_context())
    return augmentation


def build_mix(case: Case) -> Mix:
    entry = MIXES[case.name]
    mix: Mix = resolve_target(entry)(parse_options(entry, case.options), CONTEXT)
    return mix


def test_every_entry_has_a_case() -> None:
    # Colours change places of nothing: their own test is below.
    assert {case.name for case in SAMPLES} | {"colour"} == set(AUGMENTATIONS)
    assert {case.name for case in BATCHES} == set(MIXES)


@pytest.mark.parametrize("case", SAMPLES, ids=str)
def test_a_pixel_of_a_sample_has_colour_and_label_of_one_source_pixel(case: Case) -> None:
    augmentation = build(case)
    changed = 0
    for seed in SEEDS:
        picture, labels = coded_sample(1)
        out, out_labels = augmentation(picture, labels, Draw(np.random.default_rng(seed), progress=1.0))
        assert out.dtype == picture.dtype
        assert out_labels.dtype == labels.dtype
        assert (picture == coded_sample(1)[0]).all(), "the input is unchanged"
        assert (labels == coded_sample(1)[1]).all()
        grey = (out == FILL).all(axis=-1)
        assert not grey.any() or case.grey
        if case.grey == "ignore":
            assert (out_labels[grey] == IGNORE).all()
        elif case.grey == "keep":
            assert (out_labels[grey] == labels[grey]).all()
        seen = ~grey
        strange = unexplained(out[seen][None], out_labels[seen][None], slack=case.slack, reach=case.reach)
        assert strange == 0
        changed += not np.array_equal(out, picture)
    assert changed > len(SEEDS) // 2


def test_the_property_sees_a_shift_of_one_pixel() -> None:
    picture, labels = coded_sample(1)
    assert unexplained(picture, labels, slack=0, reach=0) == 0
    assert unexplained(picture, np.roll(labels, 1, axis=0), slack=0.2, reach=1) > 50
    assert unexplained(np.roll(picture, 1, axis=-1), labels, slack=0.75, reach=4) > 2000


def test_colours_change_no_place_and_no_label() -> None:
    augmentation = build(Case("colour", {}))
    picture, labels = coded_sample(1)
    out, out_labels = augmentation(picture, labels, Draw(np.random.default_rng(0)))
    assert out_labels is labels
    became = {level: np.unique(out[picture == level]) for level in np.unique(picture)}
    assert all(len(levels) == 1 for levels in became.values()), "a level becomes one level everywhere"
    assert not np.array_equal(out, picture)


@pytest.mark.parametrize("progress", [0.0, 1.0])
@pytest.mark.parametrize("case", BATCHES, ids=str)
def test_a_pixel_of_a_batch_has_colour_and_label_of_one_source_pixel(case: Case, progress: float) -> None:
    mix = build_mix(case)
    for seed in SEEDS:
        batch = coded_batch()
        check_batch(batch, mix(batch, drawn(seed, progress)), case.slack, case.reach)
        assert torch.equal(batch.pictures, coded_batch().pictures), "the input is unchanged"


def test_mixes_one_after_another_still_know_where_each_pixel_is_from() -> None:
    mixes = [build_mix(case) for case in (BATCHES[0], BATCHES[1], BATCHES[3])]
    for seed in SEEDS:
        mixed = coded_batch()
        for mix in mixes:
            mixed = mix(mixed, drawn(seed))
        # A stretched box of a picture that was mixed before blends colours of two sources at their seam.
        labels, origins = mixed.targets.labels, mixed.targets.origins
        assert origins is not None
        pictures = mixed.pictures.permute(0, 2, 3, 1).numpy()
        whole = source_of(pictures) == origins.numpy()
        assert whole.mean() > 0.8
        for picture, label_map, mask in zip(pictures, labels.numpy(), whole, strict=True):
            pixels, values = picture[mask][None], label_map[mask][None].astype(np.uint8)
            # Places at a seam are blended, too.
            assert unexplained(pixels, values, slack=0.2, reach=1) < 0.2 * pixels.shape[1]


def check_batch(before: DeviceBatch, after: DeviceBatch, slack: float, reach: int) -> None:
    pictures: Bytes = after.pictures.permute(0, 2, 3, 1).numpy()
    labels: LabelMap = after.targets.labels.numpy().astype(np.uint8)
    assert after.pictures.dtype == before.pictures.dtype
    assert after.pictures.is_contiguous(memory_format=torch.channels_last)
    assert after.sample_ids == before.sample_ids
    origins = after.targets.origins
    assert origins is not None
    assert (source_of(pictures) == origins.numpy()).all(), "origins say which picture each pixel is from"
    for picture, label_map in zip(pictures, labels, strict=True):
        assert unexplained(picture, label_map, slack=slack, reach=reach) == 0
    foreign = origins.numpy() != np.arange(len(labels))[:, None, None]
    assert foreign.any()
    weights = after.targets.weights
    if weights is not None:
        assert float(weights.min()) >= 0
        assert float(weights.max()) <= 1 + 1e-6
