import numpy as np
import pytest

from segscope.engine.class_set import ClassSet
from segscope.errors import UsageError
from segscope.report.contact_sheet import ContactTile, contact_sheet
from segscope.report.legend import class_legend
from tests.report.drawn_samples import Drawn, FindPicture


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (4, 2), (5, 3), (36, 6), (100, 6)])
def test_tiles_stand_in_a_grid(count: int, columns: int) -> None:
    tile = ContactTile(np.zeros((60, 100, 3), dtype=np.uint8))

    sheet = contact_sheet([tile] * count, tile_size=(60, 100))

    assert int((sheet == 0).all(axis=2).sum()) == count * 60 * 100
    row = (sheet == 0).all(axis=2)[16 + 5]
    assert int(row.sum()) == columns * 100


def test_a_tile_of_the_right_size_keeps_its_pixels(drawn: Drawn, find_picture: FindPicture) -> None:
    picture = drawn.random.integers(0, 256, (60, 80, 3), dtype=np.uint8)
    sheet = contact_sheet(
        [ContactTile(picture, "제목", "val")] * 3, tile_size=(60, 80), title="sheet", columns=3
    )
    assert find_picture(sheet, picture)[1] == 16


@pytest.mark.parametrize("size", [(1, 1), (3000, 4000), (2, 900), (900, 2)])
def test_pictures_of_any_size_fit_their_tile(size: tuple[int, int]) -> None:
    sheet = contact_sheet([ContactTile(np.zeros((*size, 3), dtype=np.uint8))], tile_size=(50, 70))
    rows, columns = np.nonzero((sheet == 0).all(axis=2))
    assert np.ptp(rows) + 1 <= 50
    assert np.ptp(columns) + 1 <= 70


def test_a_legend_stands_below(drawn: Drawn) -> None:
    classes = ClassSet(("a", "b"), colours=((200, 3, 77), (3, 200, 77)))
    tile = ContactTile(np.zeros((60, 80, 3), dtype=np.uint8))
    sheet = contact_sheet([tile], tile_size=(60, 80), legend=class_legend(classes, [1]))
    found = [np.argwhere((sheet == colour).all(axis=2)) for colour in classes.colours]
    assert len(found[0]) == 0
    assert found[1][:, 0].min() > 16 + 60


def test_wrong_use_is_named() -> None:
    tile = ContactTile(np.zeros((2, 2, 3), dtype=np.uint8))
    with pytest.raises(UsageError, match="at least one picture"):
        contact_sheet([])
    for wrong in ({"columns": 0}, {"tile_size": (0, 5)}):
        with pytest.raises(UsageError, match="give 1 or more"):
            contact_sheet([tile], **wrong)
