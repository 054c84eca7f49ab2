"""Tables of figures at 80 columns: no figure and no id is cut, whatever the names are."""

import io
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console, RenderableType

from segscope.analysis.fold_scores import FoldScores
from segscope.cli.check_table import check_renderables
from segscope.cli.figures_table import add_figures, figures_table
from segscope.cli.fold_table import fold_renderables
from segscope.cli.split_table import split_renderables
from segscope.data.check import check_dataset
from segscope.data.open import open_dataset
from segscope.data.splits import divide
from tests.data.folders import ids_like, write_folder

NAMES = "Background\nGeneral trash\nPaper pack\nPlastic bag\n"


def printed(*parts: RenderableType) -> str:
    console = Console(file=io.StringIO(), width=80, highlight=False)
    for part in parts:
        console.print(part)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    splits = {
        split: {
            f"{split}{scene}_{frame}": ids_like(100 * scene + frame) for scene in range(6) for frame in (0, 1)
        }
        for split in ("train", "val", "test")
    }
    return write_folder(tmp_path / "data", splits, NAMES)


def test_a_long_name_is_folded_and_its_figures_are_whole() -> None:
    table = figures_table("class")
    add_figures(table, *(f"column {number}" for number in range(8)))
    table.add_row("a very long name of a class", *(f"{1234567 + number}" for number in range(8)))
    text = printed(table)
    assert "…" not in text
    assert all(f"{1234567 + number}" in text for number in range(8))


def test_the_classes_of_three_splits_fit(data: Path) -> None:
    text = printed(*check_renderables(check_dataset(open_dataset(data))))
    row = next(line for line in text.splitlines() if line.startswith("■ Background"))
    assert len(row.replace("%", "").split()) == 2 + 3 * 3
    assert "…" not in text


def test_five_folds_fit(data: Path) -> None:
    text = printed(*split_renderables(divide(open_dataset(data), options={"folds": 5}, pool=["train"]), ()))
    row = next(line for line in text.splitlines() if line.startswith("■ Plastic bag"))
    assert row.count("/") == 5 or "none" in row
    assert "…" not in text


def test_folds_are_told_by_whole_ids_with_mean_and_deviation() -> None:
    ids = ("20261124-030507-gtaj", "20261124-030512-vxsd")
    scores = FoldScores(
        folds=(0, 1), runs=ids, epochs=(18, 16), images=(1234, 1235),
        scores=np.array([[0.5, 0.4, 0.3], [0.7, 0.6, 0.5]]),
        class_names=("road",), iou=np.array([[0.5], [0.7]]),
    )  # fmt: skip
    text = printed(*fold_renderables(scores))
    assert all(run in text for run in ids)
    (mean,) = (line.split() for line in text.splitlines() if line.startswith("mean"))
    (deviation,) = (line.split() for line in text.splitlines() if line.startswith("± sd"))
    assert mean == ["mean", "2,469", "0.600", "0.500", "0.400"]
    assert deviation == ["±", "sd", "0.141", "0.141", "0.141"]  # of 0.5 and 0.7: 0.2 / √2
