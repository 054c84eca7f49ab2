"""The table at the end of a training: what it must say, at every width."""

import io
from pathlib import Path

import numpy as np
import pytest
from rich.cells import cell_len
from rich.console import Console

from segscope.analysis.class_diagnosis import ClassDiagnosis
from segscope.analysis.diagnosis import Diagnosis, diagnose
from segscope.analysis.trends import ClassTrend
from segscope.cli.diagnosis_table import diagnosis_renderable
from segscope.engine import list_objects
from segscope.engine.class_set import ClassSet
from segscope.engine.object_tables import ObjectTables
from tests.analysis.drawn_validation import counted, drawn_pairs, listed, relied
from tests.analysis.simulate import CLASSES, ModelErrors, Scenes, both_ways, simulate

WIDTHS = (80, 100, 140)


def printed(diagnosis: Diagnosis, classes: ClassSet, width: int, panels: Path | None = None) -> str:
    """What a file or a pipe gets."""
    console = Console(width=width, file=io.StringIO(), force_terminal=False)
    console.print(diagnosis_renderable(diagnosis, classes, panels_folder=panels), crop=False)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def ends_of(entry: ClassDiagnosis) -> tuple[float, float]:
    return entry.interval.low, entry.interval.high


@pytest.fixture(scope="module")
def twelve() -> Diagnosis:
    errors = ModelErrors(swaps=both_ways([(3, 4)], 0.4))
    return diagnose(simulate(0, Scenes(images=40), errors), CLASSES)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_class_stands_in_the_table_with_its_scores_weakest_first(twelve: Diagnosis, width: int) -> None:
    text = printed(twelve, CLASSES, width)
    places = []
    for entry in sorted(twelve.classes, key=lambda entry: np.nan_to_num(entry.iou, nan=2)):
        row = next(line for line in text.splitlines() if line.startswith(f"{entry.name}  "))
        places.append(text.index(row))
        for score in (entry.iou, entry.precision, entry.recall):
            assert ("–" if np.isnan(score) else f"{score:.3f}") in row
        if not np.isnan(entry.interval.low):
            low, high = (f"{end:.2f}".lstrip("0" if width < 100 else "") for end in ends_of(entry))
            assert f" {low}–{high}{'' if entry.images >= 20 else '?'} " in row
    assert places == sorted(places)
    assert "Weakest class first" in text


@pytest.mark.parametrize("width", WIDTHS)
def test_the_findings_and_their_pictures_are_told(twelve: Diagnosis, width: int) -> None:
    text = " ".join(printed(twelve, CLASSES, width).split())
    confusable = twelve.findings[0]
    assert confusable.message in text
    assert f"Look at {', '.join(confusable.images)}." in text


@pytest.mark.parametrize("width", WIDTHS)
def test_the_worst_pictures_of_each_class_are_named(twelve: Diagnosis, width: int) -> None:
    text = printed(twelve, CLASSES, width)
    for entry in twelve.classes:
        assert ", ".join(image.image for image in entry.worst) in text


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal_and_a_pipe_gets_no_colours(twelve: Diagnosis, width: int) -> None:
    text = printed(twelve, CLASSES, width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert "\x1b" not in text


def test_where_the_pictures_are_is_the_last_line(twelve: Diagnosis) -> None:
    text = printed(twelve, CLASSES, 100, Path("workspace/panels"))
    assert text.splitlines()[-1] == "Pictures: workspace/panels"
    assert "Pictures:" not in printed(twelve, CLASSES, 100)
    deep = Path("workspace", *("deeper" for _ in range(20)))
    assert printed(twelve, CLASSES, 80, deep).splitlines()[-1] == f"Pictures: {deep}"


def test_of_150_classes_the_fifteen_weakest_are_shown_and_it_says_so() -> None:
    classes = ClassSet(tuple(f"kind {i:03d}" for i in range(150)), background=0)
    diagnosis = diagnose(simulate(0, Scenes(images=40, objects=(6, 9)), classes=classes), classes)
    text = printed(diagnosis, classes, 100)
    assert "The 15 weakest of 150 classes" in text
    weakest = min(diagnosis.classes, key=lambda entry: np.nan_to_num(entry.iou, nan=2))
    assert weakest.name in text
    table = text[: text.index("The 15 weakest")]
    assert table.count("\nkind ") == 15


@pytest.mark.parametrize("width", WIDTHS)
def test_wide_characters_and_brackets_in_names_keep_the_columns_straight(width: int) -> None:
    names = ("배경", "비닐 봉투", "[bold]종이 팩[/bold]")
    classes = ClassSet(names, background=0)
    truth = np.zeros((60, 60), dtype=np.int64)
    truth[5:25, 5:25], truth[30:50, 30:50] = 1, 2
    guess = np.where(truth == 1, 2, truth)
    text = printed(diagnose(counted([(truth, guess)], 3), classes), classes, width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    rows = [
        line
        for line in text.splitlines()
        if line.startswith(("배경 ", "비닐", "[bold]")) and "." in line[:40]
    ]
    ends = {cell_len(line[: line.index(".") + 4]) for line in rows}
    assert len(rows) == 3
    assert len(ends) == 1


def test_two_classes_without_any_error_need_no_findings() -> None:
    classes = ClassSet(("floor", "paper"), background=0)
    truth = np.zeros((30, 30), dtype=np.int64)
    truth[5:15, 5:15] = 1
    text = printed(diagnose(counted([(truth, truth)], 2), classes), classes, 80)
    assert "mIoU 1.000" in text
    assert "Findings" not in text


def test_pictures_are_named_by_file_where_it_is_known(twelve: Diagnosis) -> None:
    worst = twelve.worst_images[0].image
    view = diagnosis_renderable(twelve, CLASSES, file_names={worst: "kitchen-07.jpg"})
    console = Console(width=140, file=io.StringIO(), force_terminal=False)
    console.print(view)
    assert isinstance(console.file, io.StringIO)
    first = console.file.getvalue().split("Worst pictures over all classes\n")[1]
    assert first.startswith("kitchen-07.jpg  costs ")
    assert twelve.worst_images[0].reason in first


def test_the_mean_has_its_interval_and_the_table_says_of_what(twelve: Diagnosis) -> None:
    text = " ".join(printed(twelve, CLASSES, 100).split())
    interval = twelve.intervals.overall["miou"]
    assert f"mIoU {twelve.scores.miou:.3f} ({interval.low:.3f} … {interval.high:.3f}) over the split" in text
    assert "what another sample of such images might have given (40 images)" in text


def test_the_costliest_confusions_are_told_in_words(twelve: Diagnosis) -> None:
    section = " ".join(printed(twelve, CLASSES, 100).split("Costliest confusions")[1].split())
    for flow in twelve.confusions[:3]:
        assert f"−{flow.lost_miou:.3f} {flow.describe(CLASSES.names)}" in section


def test_classes_that_were_better_before_are_told(twelve: Diagnosis) -> None:
    fall = ClassTrend(index=10, last=0.2, best=0.6, best_epoch=4, change=-0.1, below_best=0.4)
    console = Console(width=100, file=io.StringIO(), force_terminal=False)
    console.print(diagnosis_renderable(twelve, CLASSES, fallen=[fall]))
    assert isinstance(console.file, io.StringIO)
    section = console.file.getvalue().split("Classes that were better before")[1]
    row = " ".join(section.split("\n")[1].split())
    assert row == "Battery 0.200 at the end, 0.600 at epoch 4"


def test_objects_by_size_and_calibration_stand_in_a_table_of_their_own() -> None:
    pairs = drawn_pairs(0)
    sure = [np.full(truth.shape, 204, np.uint8) for truth, _ in pairs]
    names = ClassSet(("floor", "paper", "metal", "glass"))
    known = diagnose(counted(pairs), names, objects=[listed(pairs)], reliability=relied(sure, pairs))
    section = printed(known, names, 80).split("By object")[1]
    small = next(row for row in known.sizes if (row.class_index, row.group) == (1, "small"))
    row = next(line for line in section.splitlines() if line.startswith("paper"))
    assert row.split()[1:3] == [f"{small.recall:.2f}", str(small.objects)]
    assert row.split()[-1] == f"{known.calibration_error[1]:.3f}"
    assert "small below 32²" in section
    assert "By object" not in printed(diagnose(counted(pairs), names), names, 80)


def test_a_label_that_a_sure_model_contradicts_is_told_with_its_place() -> None:
    truth = np.zeros((60, 80), np.int64)
    truth[10:30, 20:50] = 1
    guess = np.where(truth == 1, 3, 0)
    names = ClassSet(("floor", "paper", "metal", "glass"))
    objects = [
        list_objects(
            truth.astype(np.uint8), guess.astype(np.uint8), np.full((60, 80), level, np.uint8), num_classes=4
        )
        for level in (230, 100)
    ]
    told, quiet = (
        printed(
            diagnose(counted([(truth, guess)]), names, objects=[ObjectTables.from_objects(["a"], 4, [one])]),
            names,
            100,
        )
        for one in objects
    )
    assert "labelled paper, looks like glass (rows 10–29, columns 20–49; 90% sure)" in told
    assert "Labels to check" not in quiet
