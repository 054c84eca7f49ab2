"""The two tables: nothing of the counts is lost in them."""

import numpy as np
import pytest

from segscope.engine import count
from segscope.engine.count_tables import TABLE_COLUMNS, CountTables
from segscope.engine.image_counts import ImageCounts
from tests.engine.drawn_maps import Scene, draw


@pytest.fixture(scope="module")
def counts() -> list[ImageCounts]:
    maps = [draw(Scene(40, 50, num_classes=4, seed=seed, unpredicted=10)) for seed in range(4)]
    maps.append((np.full((3, 3), 255), np.zeros((3, 3), dtype=int)))  # an image without a row
    return [
        count(truth.astype(np.uint8), prediction.astype(np.uint8), num_classes=9, ignore=255)
        for truth, prediction in maps
    ]


@pytest.fixture(scope="module")
def tables(counts: list[ImageCounts]) -> CountTables:
    return CountTables.from_counts(["a", "b", "c", "d", "void"], counts)


def test_columns_spread_out_are_the_counts(counts: list[ImageCounts], tables: CountTables) -> None:
    for name in [*TABLE_COLUMNS, "fp", "fn"]:
        dense = tables.dense(name)
        assert dense.shape == (5, 9)
        for image, each in enumerate(counts):
            present = each.tp + each.fp + each.fn > 0
            np.testing.assert_array_equal(dense[image][present], getattr(each, name)[present])
            assert (dense[image][~present] == 0).all()
        np.testing.assert_array_equal(tables.pooled(name), dense.sum(0))


def test_classes_that_an_image_neither_holds_nor_predicts_have_no_row(
    counts: list[ImageCounts], tables: CountTables
) -> None:
    assert set(tables.class_index) == {0, 1, 2, 3}
    assert 4 not in tables.image
    assert len(tables.image) == sum(((c.tp + c.fp + c.fn) > 0).sum() for c in counts)


def test_confusion_is_the_sum_over_the_images(counts: list[ImageCounts], tables: CountTables) -> None:
    confusion, unpredicted = tables.confusion()
    np.testing.assert_array_equal(confusion, sum(each.confusion for each in counts))
    np.testing.assert_array_equal(unpredicted, sum(each.unpredicted for each in counts))
    assert unpredicted.sum() > 0


def test_wrong_rows_keep_their_image(counts: list[ImageCounts], tables: CountTables) -> None:
    for image, each in enumerate(counts):
        np.testing.assert_array_equal(tables.wrong[tables.wrong_image == image], each.wrong)


def test_every_image_needs_a_name(counts: list[ImageCounts]) -> None:
    with pytest.raises(ValueError, match="2 image names for 5 counts"):
        CountTables.from_counts(["a", "b"], counts)
