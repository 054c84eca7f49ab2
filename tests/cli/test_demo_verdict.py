"""The demo holds findings against what was planted: named, missed, and named for nothing."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from segscope.analysis.diagnosis import Diagnosis, diagnose
from segscope.analysis.finding import DiagnosisFinding, FindingCode
from segscope.cli.demo import draw_sample_set, parse_groups
from segscope.cli.demo_verdict import compare_with_truth
from segscope.data.recycling import DEFAULT_PAIRS, RECYCLING_CLASSES, Truth
from segscope.engine import count
from segscope.engine.count_tables import CountTables
from segscope.errors import UsageError


def finding(code: FindingCode, *classes: str) -> DiagnosisFinding:
    return DiagnosisFinding(code, classes, f"{classes}.", (), "", 0.1)


@pytest.fixture(scope="module")
def blank() -> Diagnosis:
    truth = np.zeros((8, 8), dtype=np.uint8)
    tables = CountTables.from_counts(["a"], [count(truth, truth, num_classes=12)])
    return diagnose(tables, RECYCLING_CLASSES)


def verdicts(
    folder: Path, blank: Diagnosis, planted: tuple[tuple[str, ...], ...], *findings: DiagnosisFinding
) -> dict[tuple[str, tuple[str, ...]], bool]:
    Truth(0, (8, 8), planted, ("Battery",), (), {}).save(folder)
    diagnosis = replace(blank, findings=findings)
    return {(v.difficulty, v.classes): v.found for v in compare_with_truth(folder, diagnosis)}


def test_a_group_is_found_whole_or_by_pairs_that_hang_together(tmp_path: Path, blank: Diagnosis) -> None:
    trio = ("Paper", "Paper pack", "General trash")
    whole = verdicts(tmp_path, blank, (trio,), finding(FindingCode.CONFUSABLE, *reversed(trio)))
    assert whole == {("look alike", trio): True, ("tiny", ("Battery",)): False}
    chain = verdicts(
        tmp_path,
        blank,
        (trio,),
        finding(FindingCode.CONFUSABLE, "Paper", "Paper pack"),
        finding(FindingCode.CONFUSABLE, "Paper pack", "General trash"),
        finding(FindingCode.SMALL_CLASS, "Battery"),
    )
    assert chain == {("look alike", trio): True, ("tiny", ("Battery",)): True}
    part = verdicts(tmp_path, blank, (trio,), finding(FindingCode.CONFUSABLE, "Paper", "Paper pack"))
    assert part[("look alike", trio)] is False


def test_what_was_not_planted_is_told_apart(tmp_path: Path, blank: Diagnosis) -> None:
    found = verdicts(
        tmp_path, blank, (("Metal", "Glass"),), finding(FindingCode.CONFUSABLE, "Metal", "Plastic")
    )
    assert found[("look alike", ("Metal", "Glass"))] is False
    assert ("not planted", ("Metal", "Plastic")) in found


def test_groups_are_read_from_words() -> None:
    assert parse_groups(None) == DEFAULT_PAIRS
    assert parse_groups(["none"]) == ()
    assert parse_groups(["Metal, Glass", "Paper,Clothing"]) == (("Metal", "Glass"), ("Paper", "Clothing"))


def test_the_sample_set_of_an_earlier_demo_is_used_again_or_refused(tmp_path: Path) -> None:
    out = tmp_path / "demo"
    first = draw_sample_set(out, 8, 8, 1, ())
    before = (first / "train.json").stat().st_mtime_ns
    assert draw_sample_set(out, 8, 8, 1, ()) == first
    assert (first / "train.json").stat().st_mtime_ns == before
    with pytest.raises(UsageError, match="another demo"):
        draw_sample_set(out, 8, 8, 2, ())
