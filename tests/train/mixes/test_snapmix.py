"""SnapMix: its two limits (CutMix, the whole source), and the weights by what is left of a class."""

import numpy as np
import pytest
import torch

from segscope.config.catalogue.mixes import SnapMixOptions
from segscope.train.mixes.base import DeviceBatch, MixDraw
from segscope.train.mixes.boxes import Box, area, paste_box
from segscope.train.mixes.partners import copied, draw_partners, with_origins
from segscope.train.mixes.snapmix import Paste, SnapMix, class_shares
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

    def __init__(self, source: Box, target: Box, **options: object) -> None:
        super().__init__(SnapMixOptions.model_validate({"warmup": 0, **options}), CONTEXT)
        self.boxes = source, target

    def _draw_pastes(self, batch: DeviceBatch, rng: np.random.Generator) -> list[Paste | None]:
        partner, _ = draw_partners(len(batch.pictures), 1, rng)
        return [(int(number), *self.boxes) for number in partner]


def cutmix(batch: DeviceBatch, box: Box, seed: int = 0) -> DeviceBatch:
    """The pictures with one box of their partners in each, by plain indexing."""
    partner, _ = draw_partners(len(batch.pictures), 1, np.random.default_rng(seed))
    rows, columns = slice(box[0], box[2]), slice(box[1], box[3])
    pictures, labels = batch.pictures.clone(), batch.targets.labels.clone()
    origins = torch.arange(len(labels))[:, None, None].expand(labels.shape).clone()
    for index, other in enumerate(partner.tolist()):
        pictures[index, :, rows, columns] = batch.pictures[other, :, rows, columns]
        labels[index, rows, columns] = batch.targets.labels[other, rows, columns]
        origins[index, rows, columns] = other
    return DeviceBatch(pictures, Targets(labels, origins=origins), batch.sample_ids)


def test_even_evidence_and_equal_boxes_are_cutmix() -> None:
    box = (10, 4, 30, 44)
    share = 20 * 40 / (SIZE[0] * SIZE[1])
    batch, expected = coded_batch(), cutmix(coded_batch(), box)
    mixed = FixedBoxes(box, box)(batch, drawn(teacher=even_teacher))
    assert torch.equal(mixed.pictures, expected.pictures)
    assert torch.equal(mixed.targets.labels, expected.targets.labels)
    assert torch.equal(foreign(mixed), foreign(expected))
    weights = mixed.targets.weights
    assert weights is not None
    # CutMix's own shares of the two labels: by area.
    assert torch.allclose(weights[foreign(mixed)], torch.tensor(share))
    assert torch.allclose(weights[~foreign(mixed)], torch.tensor(1 - share))


def test_the_two_boxes_are_drawn_each_for_itself() -> None:
    mix = SnapMix(SnapMixOptions(probability=1), CONTEXT)
    batch, rng = coded_batch(), np.random.default_rng(0)
    pastes = [paste for _ in range(80) for paste in mix._draw_pastes(batch, rng) if paste is not None]
    source = np.array([area(paste[1]) for paste in pastes], dtype=np.float64)
    target = np.array([area(paste[2]) for paste in pastes], dtype=np.float64)
    assert abs(float(np.corrcoef(source, target)[0, 1])) < 0.2
    assert source.mean() == pytest.approx(target.mean(), rel=0.1)
    # Beta(5, 5) seldom leaves 0.2 … 0.8, and the roots of 0.1 and 0.9 bound nearly all sides.
    heights = np.array([paste[2][2] - paste[2][0] for paste in pastes])
    assert (heights <= 0.96 * SIZE[0]).mean() > 0.98


def test_an_empty_box_mixes_nothing() -> None:
    # Beta(0.02, 0.02) is nearly always 0 or 1: a box of the whole picture, or none.
    mix = SnapMix(SnapMixOptions(probability=1, alpha=0.02, warmup=0), CONTEXT)
    empty = 0
    for seed in range(20):
        pastes = mix._draw_pastes(coded_batch(), np.random.default_rng(seed))
        mixed = mix(coded_batch(), drawn(seed))
        touched = foreign(mixed).flatten(1).any(1)
        assert touched.tolist() == [paste is not None for paste in pastes]
        assert torch.equal(mixed.pictures[~touched], coded_batch().pictures[~touched])
        assert mixed.targets.weights is not None
        assert bool((mixed.targets.weights[~touched] == 1).all())
        empty += pastes.count(None)
    assert 50 < empty < 95, "three of four pairs have an empty box"


def test_a_full_box_gives_the_source_alone_with_all_its_weight() -> None:
    whole = (0, 0, *SIZE)
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

    box = (10, 4, 30, 44)
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
    mixed = FixedBoxes((0, 4, 4, 6), (0, 6, 4, 8))(batch, drawn(teacher=lambda _: evidence))
    assert mixed.targets.weights is not None
    row = mixed.targets.weights[0, 1].tolist()
    # Class 0 keeps all; of class 1 the hidden columns hold 3 of 10; the pasted ones hold 7 of 10.
    assert row == pytest.approx([1, 1, 1, 1, 0.7, 0.7, 0.7, 0.7])
    strict = FixedBoxes((0, 6, 4, 8), (0, 4, 4, 6), threshold=0.5)(batch, drawn(teacher=lambda _: evidence))
    assert strict.targets.weights is not None
    row = strict.targets.weights[0, 1].tolist()
    assert row == pytest.approx([1, 1, 1, 1, 0, 0, 0, 0]), "0.3 is below the threshold"


def test_shares_lie_in_0_and_1_and_parts_add_up() -> None:
    evidence = torch.rand(4, 9, 7, generator=torch.Generator().manual_seed(1)) * 50
    evidence[2, 0, 0], evidence[3] = float("nan"), 0
    total = evidence.sum((1, 2))
    upper, lower = (class_shares(evidence, total, box) for box in ((0, 0, 4, 7), (4, 0, 9, 7)))
    assert float(upper.min()) >= 0
    assert float(upper.max()) <= 1
    assert torch.allclose(upper + lower, torch.ones(4), atol=1e-5)
    assert upper[2:].tolist() == pytest.approx([4 / 9] * 2), (
        "without evidence, or with no number, the area counts"
    )


def test_evidence_is_a_classs_logit_above_its_least_and_each_pictures_own() -> None:
    # One class; in picture 0 its evidence lies in the left half, in picture 1 in the right one.
    labels = torch.zeros(2, 4, 8, dtype=torch.int64)
    logits = torch.full((2, 5, 4, 8), -7.0)
    logits[0, 0, :, :4] = -6.0
    logits[1, 0, :, 4:] = 3.0
    batch = DeviceBatch(torch.zeros(2, 3, 4, 8, dtype=torch.uint8), Targets(labels), ("0", "1"))
    left_half = (0, 0, 4, 4)
    mixed = FixedBoxes(left_half, left_half)(batch, drawn(teacher=lambda _: logits))
    assert mixed.targets.weights is not None
    # Picture 0 loses all of its evidence for nothing; picture 1 loses nothing and gets all of the other's.
    assert mixed.targets.weights[0].unique().tolist() == [0.0]  # type: ignore[no-untyped-call]
    assert mixed.targets.weights[1].unique().tolist() == [1.0]  # type: ignore[no-untyped-call]


def test_each_class_of_each_picture_has_its_own_least_logit() -> None:
    """What is added to a whole logit map is no evidence: levels differ, and the shares do not."""
    labels = torch.zeros(2, 4, 8, dtype=torch.int64)
    labels[:, :, 4:] = 1
    logits = torch.zeros(2, 5, 4, 8)
    logits[:, 0] = torch.tensor([1.0, 2.0, 3.0, 4.0, 0.0, 0.0, 0.0, 0.0])
    logits[:, 1] = torch.tensor([0.0, 0.0, 0.0, 0.0, 4.0, 3.0, 2.0, 1.0])
    logits[:, :2] += torch.tensor([[-7.0, 2.0], [5.0, -3.0]])[:, :, None, None]
    batch = DeviceBatch(torch.zeros(2, 3, 4, 8, dtype=torch.uint8), Targets(labels), ("0", "1"))
    mixed = FixedBoxes((0, 0, 4, 4), (0, 2, 4, 6))(batch, drawn(teacher=lambda _: logits))
    assert mixed.targets.weights is not None
    for weights in mixed.targets.weights:
        # Columns 2 to 5 hid 7 of 10 of either class, and show all that class 0 of the other picture has.
        assert weights[1].tolist() == pytest.approx([0.3, 0.3, 1, 1, 1, 1, 0.3, 0.3])


@pytest.mark.parametrize("teacher", [even_teacher, some_teacher])
def test_ignored_pixels_stay_ignored_and_weights_of_earlier_mixes_are_kept(teacher: Teacher) -> None:
    batch = coded_batch()
    halved = Targets(batch.targets.labels, torch.full(batch.targets.labels.shape, 0.5))
    weighted = DeviceBatch(batch.pictures, halved, batch.sample_ids)
    box = (10, 4, 30, 44)
    plain = FixedBoxes(box, box)(batch, drawn(teacher=teacher)).targets
    after = FixedBoxes(box, box)(weighted, drawn(teacher=teacher)).targets
    assert plain.weights is not None
    assert after.weights is not None
    assert torch.allclose(after.weights, 0.5 * plain.weights)
    assert (plain.labels == IGNORE).any()


def test_a_stretched_box_takes_the_pixel_under_each_centre() -> None:
    batch = coded_batch(2)
    source, target = (6, 10, 26, 40), (2, 8, 42, 23)
    canvas = copied(with_origins(batch))
    paste_box(canvas, (0, target), with_origins(batch), (1, source))
    for row in range(2, 42):
        for column in range(8, 23):
            y, x = 6 + (row - 2 + 0.5) * 20 / 40, 10 + (column - 8 + 0.5) * 30 / 15
            assert canvas.targets.labels[0, row, column] == batch.targets.labels[1, int(y), int(x)]
            red, green = canvas.pictures[0, :2, row, column].tolist()
            low, high = (6, 10), (25, 39)
            expected = [min(max(v - 0.5, a), b) for v, a, b in zip((y, x), low, high, strict=True)]
            assert [red, green] == pytest.approx([4 * value for value in expected], abs=0.51)
    outside = torch.ones(SIZE, dtype=torch.bool)
    outside[2:42, 8:23] = False
    assert torch.equal(canvas.targets.labels[0][outside], batch.targets.labels[0][outside])
    assert torch.equal(canvas.pictures[0][:, outside], batch.pictures[0][:, outside])


def test_pictures_of_16_bits_are_mixed_too() -> None:
    batch = coded_batch()
    for dtype in (torch.int32, torch.uint16):
        wide = DeviceBatch(batch.pictures.to(torch.int32).mul(257).to(dtype), batch.targets, batch.sample_ids)
        draw = MixDraw(np.random.default_rng(0), 1.0, some_teacher)
        mixed = SnapMix(SnapMixOptions(probability=1), CONTEXT)(wide, draw)
        assert mixed.pictures.dtype == dtype
        assert int(mixed.pictures.to(torch.int32).max()) > 60_000
