"""SnapMix: its two limits (CutMix, the whole source), and the weights by what is left of a class."""

import numpy as np
import pytest
import torch

from segscope.config.catalogue.mixes import SnapMixOptions
from segscope.train.mixes.base import DeviceBatch, MixDraw
from segscope.train.mixes.boxes import box_mask
from segscope.train.mixes.overlay import draw_partners, overlay, take
from segscope.train.mixes.resized_box import stretch
from segscope.train.mixes.snapmix import SnapMix, class_shares
from segscope.train.targets import Targets
from tests.train.coded_samples import IGNORE
from tests.train.mixes.batches import (
    CONTEXT,
    Teacher,
    coded_batch,
    drawn,
    even_teacher,
    foreign,
    some_teacher,
)

SIZE = (48, 56)


class FixedBoxes(SnapMix):
    """SnapMix with boxes that a test chooses."""

    def __init__(self, source: list[int], target: list[int], **options: object) -> None:
        super().__init__(SnapMixOptions.model_validate({"warmup": 0, **options}), CONTEXT)
        self.boxes = source, target

    def _draw_boxes(
        self, batch: DeviceBatch, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        count = len(batch.pictures)
        partner, _ = draw_partners(count, 1, rng)
        source, target = (np.tile(np.array(box), (count, 1)) for box in self.boxes)
        return partner, source, target


def cutmix(batch: DeviceBatch, box: list[int], seed: int = 0) -> DeviceBatch:
    partner, _ = draw_partners(len(batch.pictures), 1, np.random.default_rng(seed))
    mask = box_mask(np.tile(np.array(box), (len(batch.pictures), 1)), batch)
    return overlay(batch, take(batch, torch.from_numpy(partner)), mask)


def test_even_evidence_and_equal_boxes_are_cutmix() -> None:
    box = [10, 4, 30, 44]
    area = 20 * 40 / (SIZE[0] * SIZE[1])
    batch, expected = coded_batch(), cutmix(coded_batch(), box)
    mixed = FixedBoxes(box, box)(batch, drawn(teacher=even_teacher))
    assert torch.equal(mixed.pictures, expected.pictures)
    assert torch.equal(mixed.targets.labels, expected.targets.labels)
    assert torch.equal(foreign(mixed), foreign(expected))
    weights = mixed.targets.weights
    assert weights is not None
    # CutMix's own shares of the two labels: by area.
    assert torch.allclose(weights[foreign(mixed)], torch.tensor(area))
    assert torch.allclose(weights[~foreign(mixed)], torch.tensor(1 - area))


def test_a_full_box_gives_the_source_alone_with_all_its_weight() -> None:
    whole = [0, 0, *SIZE]
    batch = coded_batch()
    mixed = FixedBoxes(whole, whole)(batch, drawn(teacher=some_teacher))
    assert foreign(mixed).all()
    partner, _ = draw_partners(5, 1, np.random.default_rng(0))
    assert torch.equal(mixed.targets.labels, batch.targets.labels[torch.from_numpy(partner)])
    assert mixed.targets.weights is not None
    assert torch.allclose(mixed.targets.weights, torch.tensor(1.0))


@pytest.mark.parametrize("case", [{"weights": False}, {"warmup": 0.5}])
def test_without_weights_and_in_the_warm_up_no_teacher_is_asked(case: dict[str, object]) -> None:
    def refuse(pictures: torch.Tensor) -> torch.Tensor:
        raise AssertionError("the teacher was asked")

    box = [10, 4, 30, 44]
    mixed = FixedBoxes(box, box, **case)(coded_batch(), drawn(progress=0.3, teacher=refuse))
    assert torch.equal(mixed.pictures, cutmix(coded_batch(), box).pictures)
    assert mixed.targets.weights is None


def test_a_class_counts_by_the_evidence_that_is_left_of_it() -> None:
    # Two pictures of two classes; the evidence of class 1 lies in known columns.
    labels = torch.zeros(2, 4, 8, dtype=torch.int64)
    labels[:, :, 4:] = 1
    evidence = torch.zeros(2, 5, 4, 8)
    evidence[:, 1, :, 4:] = torch.tensor([4.0, 3.0, 2.0, 1.0])
    evidence[:, 0, :, :4] = 1.0
    batch = DeviceBatch(torch.zeros(2, 3, 4, 8, dtype=torch.uint8), Targets(labels), ("0", "1"))
    mixed = FixedBoxes([0, 4, 4, 6], [0, 6, 4, 8])(batch, drawn(teacher=lambda _: evidence))
    assert mixed.targets.weights is not None
    row = mixed.targets.weights[0, 1].tolist()
    # Class 0 keeps all; of class 1 the hidden columns hold 3 of 10; the pasted ones hold 7 of 10.
    assert row == pytest.approx([1, 1, 1, 1, 0.7, 0.7, 0.7, 0.7])
    strict = FixedBoxes([0, 6, 4, 8], [0, 4, 4, 6], threshold=0.5)(batch, drawn(teacher=lambda _: evidence))
    assert strict.targets.weights is not None
    row = strict.targets.weights[0, 1].tolist()
    assert row == pytest.approx([1, 1, 1, 1, 0, 0, 0, 0]), "0.3 is below the threshold"


def test_shares_lie_in_0_and_1_and_complement_each_other() -> None:
    logits = torch.randn(3, 4, 9, 7, generator=torch.Generator().manual_seed(1)) * 50
    mask = torch.rand(3, 9, 7, generator=torch.Generator().manual_seed(2)) < 0.3
    inside, outside = class_shares(logits, mask), class_shares(logits, ~mask)
    assert float(inside.min()) >= 0
    assert float(inside.max()) <= 1
    assert torch.allclose(inside + outside, torch.ones(3, 4), atol=1e-5)


@pytest.mark.parametrize("teacher", [even_teacher, some_teacher])
def test_ignored_pixels_stay_ignored_and_weights_of_earlier_mixes_are_kept(teacher: Teacher) -> None:
    batch = coded_batch()
    halved = Targets(batch.targets.labels, torch.full(batch.targets.labels.shape, 0.5))
    weighted = DeviceBatch(batch.pictures, halved, batch.sample_ids)
    box = [10, 4, 30, 44]
    plain = FixedBoxes(box, box)(batch, drawn(teacher=teacher)).targets
    after = FixedBoxes(box, box)(weighted, drawn(teacher=teacher)).targets
    assert plain.weights is not None
    assert after.weights is not None
    assert torch.allclose(after.weights, 0.5 * plain.weights)
    assert (plain.labels == IGNORE).any()


def test_a_stretched_box_equals_torchs_interpolation() -> None:
    batch = coded_batch(2)
    source, target = [6, 10, 26, 40], [2, 8, 42, 23]
    stretched = stretch(batch, *(np.tile(np.array(box), (2, 1)) for box in (source, target)))
    cut = batch.pictures[:, :, 6:26, 10:40].float()
    expected = torch.nn.functional.interpolate(cut, size=(40, 15), mode="bilinear", align_corners=False)
    inside = stretched.pictures[:, :, 2:42, 8:23].float()
    assert float((inside - expected).abs().max()) <= 0.51
    labels = batch.targets.labels[:, None, 6:26, 10:40].float()
    nearest = torch.nn.functional.interpolate(labels, size=(40, 15), mode="nearest-exact")[:, 0]
    assert torch.equal(stretched.targets.labels[:, 2:42, 8:23].float(), nearest)


def test_pictures_of_16_bits_are_mixed_too() -> None:
    batch = coded_batch()
    for dtype in (torch.int32, torch.uint16):
        wide = DeviceBatch(batch.pictures.to(torch.int32).mul(257).to(dtype), batch.targets, batch.sample_ids)
        draw = MixDraw(np.random.default_rng(0), 1.0, some_teacher)
        mixed = SnapMix(SnapMixOptions(probability=1), CONTEXT)(wide, draw)
        assert mixed.pictures.dtype == dtype
        assert int(mixed.pictures.to(torch.int32).max()) > 60_000
