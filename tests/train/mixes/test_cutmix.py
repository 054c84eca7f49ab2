"""CutMix: boxes of their own size and place, paired without repeats, and nothing where the box is empty."""

import numpy as np
import pytest
import torch

from segscope.config.catalogue.mixes import CutMixOptions
from segscope.train.mixes.base import DeviceBatch, MixDraw
from segscope.train.mixes.boxes import area, draw_boxes
from segscope.train.mixes.cutmix import CutMix
from segscope.train.mixes.partners import draw_partners
from tests.train.mixes.batches import CONTEXT, coded_batch, drawn, foreign, some_teacher


def test_a_box_of_no_area_is_the_identity() -> None:
    boxes = draw_boxes(np.ones(200), (48, 56), np.random.default_rng(0))
    assert {area(box) for box in boxes} == {0}, "a kept share of 1 hides nothing"
    batch = coded_batch()

    class KeepsAll(np.random.Generator):
        def beta(self, a: object, b: object, size: object = None) -> np.ndarray:  # type: ignore[override]
            return np.ones(5)

    draw = MixDraw(KeepsAll(np.random.PCG64(0)), 1.0, some_teacher)
    always = CutMix(CutMixOptions(probability=1), CONTEXT)(batch, draw)
    never = CutMix(CutMixOptions(probability=0), CONTEXT)(batch, drawn())
    for result in (always, never):
        assert torch.equal(result.pictures, batch.pictures)
        assert torch.equal(result.targets.labels, batch.targets.labels)
        assert not foreign(result).any()
        assert result.targets.weights is None


def test_a_kept_share_of_nothing_hides_what_the_clipped_box_covers() -> None:
    boxes = np.array(draw_boxes(np.zeros(400), (48, 56), np.random.default_rng(0)))
    heights, widths = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    # A box as large as the picture with an even centre loses a quarter of each side on average.
    assert float(heights.mean()) == pytest.approx(0.75 * 48, rel=0.05)
    assert float(widths.mean()) == pytest.approx(0.75 * 56, rel=0.05)
    assert boxes.min() >= 0
    assert (boxes[:, 2:] <= np.array([48, 56])).all()


@pytest.mark.parametrize("kept", [0.19, 0.5, 0.84])
def test_a_box_that_is_not_clipped_covers_what_is_not_kept(kept: float) -> None:
    height, width = 480, 560
    boxes = np.array(draw_boxes(np.full(3000, kept), (height, width), np.random.default_rng(0)))
    whole = boxes[(boxes[:, :2] > 0).all(1) & (boxes[:, 2:] < (height, width)).all(1)]
    assert len(whole) > 10
    # The paper's box: each side is the root of the hidden share, rounded down to whole pixels.
    assert set((whole[:, 2] - whole[:, 0]).tolist()) == {int(height * (1 - kept) ** 0.5)}
    assert set((whole[:, 3] - whole[:, 1]).tolist()) == {int(width * (1 - kept) ** 0.5)}


def test_the_kept_shares_are_drawn_by_alpha() -> None:
    largest = {}
    for alpha in (1, 5000):
        mix = CutMix(CutMixOptions(probability=1, alpha=alpha), CONTEXT)
        hidden = [foreign(mix(coded_batch(), drawn(seed))).float().mean((1, 2)) for seed in range(60)]
        largest[alpha] = float(torch.cat(hidden).max())
    assert largest[1] > 0.7, "an even draw comes near the whole picture"
    assert 0.45 < largest[5000] < 0.52, "a draw around one half never hides much more"


@pytest.mark.parametrize("seed", range(5))
def test_what_is_hidden_is_one_box_a_picture(seed: int) -> None:
    batch = coded_batch()
    mixed = CutMix(CutMixOptions(probability=1), CONTEXT)(batch, drawn(seed))
    shapes = set()
    for mask, labels, origins in zip(foreign(mixed), mixed.targets.labels, _origins(mixed), strict=True):
        rows, columns = torch.nonzero(mask, as_tuple=True)
        if len(rows) == 0:
            continue
        top, left = int(rows.min()), int(columns.min())
        height, width = int(rows.max()) + 1 - top, int(columns.max()) + 1 - left
        assert int(mask.sum()) == height * width
        shapes.add((top, left, height, width))
        (source,) = set(origins[mask].tolist())
        assert torch.equal(labels[mask], batch.targets.labels[source][mask]), "labels come with the box"
    assert len(shapes) > 2, "every picture has a box of its own"


def test_partners_are_a_permutation_in_which_none_is_its_own() -> None:
    rng = np.random.default_rng(0)
    seen = set()
    for _ in range(200):
        partner, _ = draw_partners(5, 0.5, rng)
        assert sorted(partner.tolist()) == [0, 1, 2, 3, 4]
        assert (partner != np.arange(5)).all()
        seen.add(tuple(partner.tolist()))
    assert len(seen) == 24, "all cycles of five occur, not one roll"


def test_a_picture_is_mixed_as_often_as_asked() -> None:
    rng = np.random.default_rng(0)
    share = np.mean([draw_partners(8, 0.3, rng)[1] for _ in range(500)])
    assert float(share) == pytest.approx(0.3, abs=0.03)


def test_the_same_draw_gives_the_same_batch() -> None:
    mix = CutMix(CutMixOptions(probability=1), CONTEXT)
    one, other, third = (mix(coded_batch(), drawn(seed)) for seed in (3, 3, 4))
    assert torch.equal(one.pictures, other.pictures)
    assert not torch.equal(one.pictures, third.pictures)


def _origins(batch: DeviceBatch) -> torch.Tensor:
    assert batch.targets.origins is not None
    return batch.targets.origins
