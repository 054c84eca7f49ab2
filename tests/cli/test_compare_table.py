"""The comparison in the terminal: what it must say, at every width."""

import io
import math
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from segscope.analysis.compare import (
    ComparedSide,
    Comparison,
    ImageChange,
    KindChange,
    PixelChanges,
    ScoreChange,
)
from segscope.cli.compare_table import MOST_CLASSES, comparison_renderable

WIDTHS = (80, 100, 140)


def change(name: str, difference: float, p: float = 0.001, n: int = 40) -> ScoreChange:
    ends = (difference - 0.02, difference + 0.02)
    return ScoreChange(name, 0.5, 0.5 + difference, difference, *ends, p, n, "image")


CLASSES = (
    change("종이", 0.05),
    change("Glass [clear]", -0.04, 0.01),
    change("Metal", 0.01, 0.4),
    change("Battery", 0.3, math.nan, 7),
)
COMPARISON = Comparison(
    a=ComparedSide("A", "base", ({"run": "1"},)),
    b=ComparedSide("B", "wide crop", ({"run": "2"},)),
    images=40,
    units=40,
    overall=change("mIoU", 0.03),
    others=(change("mIoU per image", 0.02), change("pixel accuracy", 0.01), change("Boundary IoU", 0.0)),
    classes=CLASSES,
    moved=(ImageChange("scene/1", -0.0042, 0.6, 0.4, 100.0, 2100.0),),
    kinds=(KindChange("종이", "segment", 0.12, 0.08, 5000.0, 1000.0),),
    pixels=PixelChanges(40, 40, (10, 2, 3, 4), (1, 20, 3, 0), (5, 5, 5, 5)),
    notes=("Single runs: luck.",),
    class_names=tuple(entry.name for entry in CLASSES),
    draws=1000,
    seed=0,
)


def rendered(comparison: Comparison, width: int) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    console.print(comparison_renderable(comparison))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_of_several_runs_what_chance_changes_is_told_beside_it() -> None:
    pixels = PixelChanges(40, 40, (10.5, 2, 3, 4), (1, 20, 3, 0), (5, 5, 5, 5), chance=(6.0, 1.5, 0, 0))
    text = " ".join(rendered(replace(COMPARISON, pixels=pixels), 100).split())
    assert "over 40 of 40 images, mean over all pairs of runs: 20 fixed, 24 broken, 20 wrong in both." in text
    assert "Between two runs of one side 8 change either way." in text


@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits_and_says_everything(width: int) -> None:
    text = rendered(COMPARISON, width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    joined = " ".join(text.split())
    assert joined.startswith(
        "B (wide crop) against A (base) on 40 images: mIoU +3.0 (1.0 … 5.0), better. Classes: "
        "종이 +5.0 (3.0 … 7.0), better; Glass [clear] −4.0 (−6.0 … −2.0), worse; "
        "cannot tell about Metal; too few images to tell about Battery."
    )
    assert "−0.42 scene/1: its own mIoU 60.0 → 40.0, 100 → 2,100 px wrong" in joined
    assert "+4.0 종이, segment: 12.0 → 8.0 points of IoU lost" in joined
    assert "19 fixed, 24 broken, 20 wrong in both" in joined
    assert "Single runs: luck." in joined
    assert "too few (n = 7)" in joined
    assert ("px fixed" in joined) == (width >= 100)


def test_what_is_overall_comes_first_and_what_improved_before_what_fell() -> None:
    lines = rendered(COMPARISON, 80).splitlines()
    table = lines[next(i for i, line in enumerate(lines) if line.startswith("class")) :]
    places = [
        next(i for i, line in enumerate(table) if line.startswith(name))
        for name in ("mIoU ", "mIoU per", "pixel", "Boundary", "Battery", "종이", "Metal", "Glass")
    ]
    assert places == sorted(places)


def test_of_very_many_classes_those_with_a_verdict_are_shown() -> None:
    many = [change(f"class {i}", 0.0001 * i, 0.5) for i in range(200)] + [change("decided", -0.03)]
    text = rendered(replace(COMPARISON, classes=tuple(many), pixels=None), 80)
    assert sum(line.startswith("class ") for line in text.splitlines()[4:]) <= MOST_CLASSES + 1
    assert "decided" in text
    assert "176 more classes with --json" in " ".join(text.split())


def test_of_many_verdicts_the_summary_tells_the_greatest() -> None:
    up = [change(f"up {i}", 0.03 + 0.01 * i) for i in range(8)]
    down = [change(f"down {i}", -0.2 - 0.01 * i) for i in range(3)]
    summary = replace(COMPARISON, classes=tuple(up + down)).summary
    assert "Classes: down 2 −22.0" in summary
    assert "up 5 +8.0 (6.0 … 10.0), better; 5 more better." in summary


def test_the_summary_names_what_fell_although_the_mean_rose() -> None:
    up = [change(f"up {i}", 0.1 + 0.01 * i) for i in range(8)]
    summary = replace(COMPARISON, classes=(*up, change("Car", -0.03))).summary
    assert "up 3 +13.0 (11.0 … 15.0), better; Car −3.0 (−5.0 … −1.0), worse; 3 more better." in summary


def test_what_is_not_defined_is_a_dash() -> None:
    nan = math.nan
    absent = ScoreChange("never", nan, 0.0, nan, nan, nan, nan, 0, "image")
    text = rendered(replace(COMPARISON, classes=(absent,), pixels=None, moved=(), kinds=()), 80)
    row = next(line for line in text.splitlines() if line.startswith("never"))
    assert row.split() == ["never", "–", "0.0", "–", "–", "–", "too", "few", "(n", "=", "0)"]
    assert "nan" not in text
