import subprocess
import sys

import matplotlib as mpl
import numpy as np
import pytest

from segscope.engine.class_set import ClassSet
from segscope.engine.count_tables import TABLE_COLUMNS, CountTables
from segscope.errors import UsageError
from segscope.report.error_rows import ErrorRow, error_rows
from segscope.report.plots import confusion_matrix, error_bars, iou_heatmap

KOREAN = ("배경", "미확인", "일반쓰레기", "종이", "종이팩", "금속", "유리", "플라스틱", "스티로폼",
          "비닐봉투", "건전지", "의류")  # fmt: skip
SETS = {
    2: ("background", "an object with a name that is longer than any axis has room for, by far"),
    12: KOREAN,
    150: tuple(f"class {i}" for i in range(150)),
}
GREEN = (0, 150, 110)


@pytest.mark.parametrize("count", SETS)
def test_plots_stand_any_number_of_classes_and_any_name(count: int) -> None:
    names = SETS[count]
    classes = ClassSet(names)
    rows = [ErrorRow(name, 50 + i, (1, 2, 3), (4, 5, 6)) for i, name in enumerate(names)]
    values = np.full((3, count), 0.5)
    values[:, -1] = np.nan
    matrix = np.eye(count, dtype=np.int64) * 9 + 1
    matrix[-1] = 0

    for picture in (error_bars(rows), iou_heatmap(values, classes), confusion_matrix(matrix, classes)):
        assert picture.dtype == np.uint8
        assert picture.ndim == 3
        assert picture.shape[2] == 3
        assert max(picture.shape[:2]) < 6000
        assert (picture[:5] == 255).all(), "a white margin"
        assert (picture[:, :5] == 255).all(), "labels are inside"


def test_the_green_part_of_a_bar_is_the_iou() -> None:
    rows = [ErrorRow("a", 80, (10, 0, 0), (0, 0, 10)), ErrorRow("b", 20, (0, 80, 0), (0, 0, 0))]

    picture = error_bars(rows, worst_first=False)

    green = (np.abs(picture.astype(int) - GREEN).max(axis=2) < 8).sum(axis=1)
    bars = green[green > 30]
    upper, lower = np.median(bars[: len(bars) // 2]), np.median(bars[len(bars) // 2 :])
    assert upper / lower == pytest.approx(4.0, rel=0.03)


def test_the_worst_class_stands_on_top_and_absent_ones_are_left_out() -> None:
    rows = [ErrorRow("good", 90, (10, 0, 0), (0, 0, 0)), ErrorRow("absent", 0, (0, 0, 0), (0, 0, 0)),
            ErrorRow("bad", 10, (90, 0, 0), (0, 0, 0))]  # fmt: skip
    assert np.array_equal(error_bars(rows), error_bars([rows[2], rows[0]], worst_first=False))
    with pytest.raises(UsageError, match="nothing to draw"):
        error_bars(rows[1:2])


def test_heat_map_cells_have_the_colour_of_their_value() -> None:
    values = np.array([[0.0, 0.3], [0.7, 1.0]])
    picture = iou_heatmap(values, ClassSet(("a", "b")))
    for value in values.ravel():
        colour = np.array(mpl.colormaps["cividis"](value)[:3]) * 255
        close = (np.abs(picture - colour).max(axis=2) < 3).sum()
        assert close > 1000, f"a cell of value {value}"


def test_confusions_are_shares_of_the_true_class() -> None:
    few, many = np.array([[3, 1], [0, 2]]), np.array([[3000, 1000], [0, 2]])
    classes = ClassSet(("a", "b"))
    assert np.array_equal(confusion_matrix(few, classes), confusion_matrix(many, classes))
    assert not np.array_equal(confusion_matrix(few, classes), confusion_matrix(few.T, classes))


def test_wrong_shapes_are_named() -> None:
    classes = ClassSet(("a", "b"))
    with pytest.raises(UsageError, match=r"give \(2, 2\)"):
        confusion_matrix(np.zeros((2, 3)), classes)
    with pytest.raises(UsageError, match=r"give \(validations, 2\)"):
        iou_heatmap(np.zeros((3, 4)), classes)
    with pytest.raises(UsageError, match="1 epochs for 3 validations"):
        iou_heatmap(np.zeros((3, 2)), classes, validations=["one"])


def test_error_rows_come_from_a_validations_counts() -> None:
    columns = {name: np.zeros(3, dtype=np.int64) for name in TABLE_COLUMNS}
    columns["tp"][:] = (5, 7, 1)
    columns["fn_extent"][:] = (1, 2, 4)
    columns["fp_segment"][:] = (3, 0, 0)
    tables = CountTables(
        images=("x", "y"), num_classes=3, image=np.array([0, 0, 1]), class_index=np.array([0, 2, 0]),
        columns=columns, wrong_image=np.zeros(0, np.int64), wrong=np.zeros((0, 5), np.int64),
    )  # fmt: skip

    rows = error_rows(tables, ClassSet(("a", "b", "c")))

    assert rows[0] == ErrorRow("a", 6, (0, 5, 0), (0, 0, 3))
    assert rows[2] == ErrorRow("c", 7, (0, 2, 0), (0, 0, 0))
    assert rows[2].iou == pytest.approx(7 / 9)
    assert np.isnan(rows[1].iou)


def test_panels_load_no_matplotlib_and_plots_no_pyplot() -> None:
    script = """
import sys
import numpy as np
from segscope.engine.class_set import ClassSet
from segscope.report import PanelSample, all_class_panels
from segscope.report.panel import panel
from segscope.report.plots import confusion_matrix
labels = np.zeros((4, 4), dtype=np.uint8)
sample = PanelSample("a", np.zeros((4, 4, 3), dtype=np.uint8), labels, labels)
classes = ClassSet(("road", "car"))
panel([sample], classes), all_class_panels([sample], classes)
assert not {"matplotlib", "torch"} & set(sys.modules)
confusion_matrix(np.eye(2), classes)
assert "matplotlib.pyplot" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
