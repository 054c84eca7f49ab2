"""Which images show the same: planted copies, neighbours, and pictures that only look alike in numbers."""

import numpy as np
import pytest
from numpy.typing import NDArray

from segscope.analysis.evidence import Evidence
from segscope.analysis.near_duplicates import NearDuplicates
from segscope.analysis.worst import worst_images, worst_of_class
from tests.analysis.drawn_validation import CLASSES, IGNORE, counted

Map = NDArray[np.int64]


def scene(top: int, left: int, side: int = 40, size: int = 120) -> tuple[Map, Map]:
    """A paper on the floor, the right half of which is taken for metal."""
    truth = np.zeros((size, size), dtype=np.int64)
    truth[top : top + side, left : left + side] = 1
    truth[0] = IGNORE
    guess = truth.copy()
    guess[top : top + side, left + side // 2 : left + side] = 2
    return truth, guess


def near(pairs: list[tuple[Map, Map]], kept: str = "abcdefgh", **hashes: str) -> NearDuplicates:
    maps = dict(zip("abcdefgh", [(t.astype(np.uint8), g.astype(np.uint8)) for t, g in pairs], strict=False))
    tables = counted(pairs)
    return NearDuplicates(
        tables, lambda image: maps[image] if image in kept else None, ignore=IGNORE, hashes=dict(hashes)
    )


def test_a_neighbouring_frame_is_the_same_and_the_same_object_elsewhere_is_not() -> None:
    pairs = [scene(20, 20), scene(20, 21), scene(60, 70), scene(20, 20, side=30)]
    duplicates = near(pairs)
    assert duplicates.same(0, 1)
    assert duplicates.same(1, 0)
    assert not duplicates.same(0, 2), "equal areas, another place"
    assert not duplicates.same(0, 3), "another size"


def test_another_prediction_of_the_same_label_map_is_another_picture() -> None:
    truth, guess = scene(20, 20)
    assert not near([(truth, guess), (truth, truth)]).same(0, 1)


def test_equal_files_are_the_same_whatever_was_predicted() -> None:
    pairs = [scene(20, 20), scene(60, 70), scene(60, 60)]
    duplicates = near(pairs, a="f00", b="f00", c="0ff")
    assert duplicates.same(0, 1)
    assert not duplicates.same(0, 2)


def test_what_is_not_kept_is_not_taken_for_the_same() -> None:
    assert not near([scene(20, 20), scene(20, 20)], kept="a").same(0, 1)


def test_large_maps_are_told_apart_from_a_part_of_their_pixels() -> None:
    pairs = [scene(*place, side=400, size=1300) for place in ((200, 200), (200, 204), (700, 700))]
    duplicates = near(pairs)
    assert (duplicates.same(0, 1), duplicates.same(0, 2)) == (True, False)


@pytest.mark.parametrize("copies", [1, 3])
def test_lists_name_a_picture_once_and_say_what_is_like_it(copies: int) -> None:
    pairs = [scene(20, 20)] * copies + [scene(60, 70), scene(5, 5, side=30)]
    evidence = Evidence(counted(pairs), CLASSES, near(pairs))
    names = "abcdefgh"[: len(pairs)]
    for listed in (worst_images(evidence, 3), worst_of_class(evidence, 1, 3)):
        assert {image.image for image in listed} == {names[0], *names[copies:]}
        assert next(image.like for image in listed if image.image == "a") == tuple(names[1:copies])
    plain = worst_images(Evidence(counted(pairs), CLASSES), 3)
    assert len(plain) == 3
    assert all(image.like == () for image in plain)
