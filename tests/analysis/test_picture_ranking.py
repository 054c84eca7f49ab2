"""Orders of all pictures agree with the short lists of a diagnosis."""

import numpy as np
import pytest

from segscope.analysis.evidence import Evidence
from segscope.analysis.picture_ranking import PictureFilter, rank_pictures
from segscope.analysis.worst import worst_images, worst_of_class
from segscope.engine import count
from segscope.engine.class_set import ClassSet
from segscope.engine.count_tables import CountTables
from segscope.engine.image_counts import ERROR_KINDS
from segscope.errors import UsageError


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    counts = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        truth = rng.integers(0, 3, (6, 8), dtype=np.uint8).repeat(6, axis=0).repeat(6, axis=1)
        guess = np.where(rng.random(truth.shape) < 0.02 * seed, (truth + 1) % 4, truth).astype(np.uint8)
        truth[:seed] = 255
        counts.append(count(truth, np.roll(guess, seed % 3, axis=1), num_classes=5, ignore=255))
    names = [f"{seed * 7 % 20:02d}" for seed in range(20)]
    return Evidence(CountTables.from_counts(names, counts), ClassSet(("a", "b", "c", "d", "never")))


@pytest.mark.parametrize("kind", [None, *ERROR_KINDS])
def test_the_first_of_the_list_are_the_worst_of_the_diagnosis(evidence: Evidence, kind: str | None) -> None:
    images = evidence.tables.images
    for index, worst in [
        (None, worst_images(evidence, 99, kind)),
        *((index, worst_of_class(evidence, index, 99, kind)) for index in range(4)),
    ]:
        ranked = rank_pictures(evidence, PictureFilter(index, kind))
        found: list[object] = [
            (images[place], int(wrong), pytest.approx(lost))
            for place, wrong, lost in zip(ranked.image, ranked.wrong, ranked.lost, strict=True)
            if wrong
        ]
        assert [(one.image, one.pixels, one.lost) for one in worst] == found


def test_orders(evidence: Evidence) -> None:
    images = evidence.tables.images
    by_name = rank_pictures(evidence, order="name")
    assert [images[place] for place in by_name.image] == sorted(images)
    by_iou = rank_pictures(evidence, PictureFilter(3), "iou").iou
    assert (np.diff(by_iou) >= 0).all()
    by_size = rank_pictures(evidence, order="pixels")
    assert by_size.pixels.tolist() == sorted((48 * (36 - seed) for seed in range(20)), reverse=True)


def test_a_class_that_never_occurs_has_no_pictures(evidence: Evidence) -> None:
    assert len(rank_pictures(evidence, PictureFilter(4)).image) == 0
    assert len(rank_pictures(evidence, PictureFilter(4, "boundary")).image) == 0


@pytest.mark.parametrize(
    "chosen", [PictureFilter(5), PictureFilter(-1), PictureFilter(0, predicted=5), PictureFilter(predicted=1)]
)
def test_what_does_not_exist_is_refused(evidence: Evidence, chosen: PictureFilter) -> None:
    with pytest.raises(UsageError, match="class"):
        rank_pictures(evidence, chosen)
