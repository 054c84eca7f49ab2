"""An ablation's verdicts: from counts alone, corrected over all changes, and right on what is planted."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import t as student

from segscope.analysis.ablation import AblationCounts, collect_counts, judge, read_ablation, write_ablation
from segscope.analysis.ablation.collect import COST_FILE, ArmRuns
from segscope.analysis.ablation.record import AblationFiles, markdown, write_record
from segscope.analysis.compare import CompareOptions, compare
from segscope.engine.class_set import ClassSet
from segscope.engine.resampling import UnitSums, compare_sides, units_of_groups
from segscope.errors import NotComparableError, StoreError
from segscope.store import Run, Workspace, strict_json
from tests.analysis.compare.stored_runs import Stored, draw_truth, predict, store_run

TRUTH = draw_truth(40)
OPTIONS = CompareOptions(draws=500)
WRONG = {"baseline": 0.3, "same": 0.3, "good": 0.1, "bad": 0.5}


def stored(workspace: Workspace, name: str, wrong: float, seeds: int = 3) -> tuple[Run, ...]:
    start = 100 * sorted(WRONG).index(name) if name in WRONG else 900
    return tuple(
        store_run(workspace, TRUTH, predict(TRUTH, wrong, start + seed), Stored(name, seed=seed))
        for seed in range(seeds)
    )


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.open(tmp_path_factory.mktemp("ablation")) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def arms(workspace: Workspace) -> list[ArmRuns]:
    found = [
        ArmRuns(name, (f"wrong={wrong}",), stored(workspace, name, wrong)) for name, wrong in WRONG.items()
    ]
    for arm, seconds in zip(found, (1.0, 1.0, 1.5, 0.5), strict=True):
        for run in arm.runs:
            cost = {"step_seconds": seconds, "memory_bytes": int(2**30 * seconds), "steps": 7}
            run.save_text(COST_FILE, strict_json.dumps(cost))
    return found


@pytest.fixture(scope="module")
def counts(arms: list[ArmRuns]) -> AblationCounts:
    return collect_counts(arms, name="planted")


def test_planted_gains_and_losses_are_called_and_equals_are_not(counts: AblationCounts) -> None:
    result = judge(counts, OPTIONS)
    verdicts = {change.arm.name: change.overall.verdict for change in result.changes}
    assert verdicts == {"same": "cannot tell", "good": "better", "bad": "worse"}
    assert [change.arm.name for change in result.ranked] == ["good", "same", "bad"]
    assert "Better: good. Worse: bad." in result.summary
    assert [change.step_ratio for change in result.changes] == [1.0, 1.5, 0.5]
    assert [change.memory_ratio for change in result.changes] == [1.0, 1.5, 0.5]


def test_differences_and_intervals_are_of_the_kind_that_compare_gives(
    counts: AblationCounts, arms: list[ArmRuns]
) -> None:
    result = judge(counts, OPTIONS)
    for arm, change in zip(arms[1:], result.changes, strict=True):
        alone = compare(arms[0].runs, arm.runs, validation="last", options=OPTIONS)
        assert change.overall.difference == pytest.approx(alone.overall.difference, abs=1e-12)
        assert change.overall.b == pytest.approx(alone.overall.b, abs=1e-12)
        assert change.overall.deviation is not None
        assert alone.overall.deviation is not None
        assert change.overall.deviation >= alone.overall.deviation - 1e-12, "never less than the pair's own"


def slow_holm(p_values: list[float]) -> list[float]:
    """Step down: the smallest times all tests, the next times one fewer, never below the one before."""
    corrected, highest = [0.0] * len(p_values), 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        highest = max(highest, min(1.0, p_values[place] * (len(p_values) - rank)))
        corrected[place] = highest
    return corrected


def test_p_values_are_corrected_over_changes_and_classes(counts: AblationCounts) -> None:
    result = judge(counts, OPTIONS)
    groups = units_of_groups(counts.groups) if result.unit == "group" else None
    sums = [[UnitSums.from_tables(tables, groups) for tables in arm.tables] for arm in counts.arms]
    found = []
    for index in range(1, len(sums)):
        others = [side for place, side in enumerate(sums) if place not in (0, index)]
        found.append(compare_sides(sums[0], sums[index], others=others, draws=OPTIONS.draws))
    classes = [found[i].p[4 + k] for i in range(3) for k in range(4)]
    assert [c.p for change in result.changes for c in change.classes[:4]] == pytest.approx(slow_holm(classes))
    overall = [one.p[0] for one in found]
    assert [change.overall.p for change in result.changes] == pytest.approx(slow_holm(overall))


@pytest.mark.parametrize("corrected", [True, False])
def test_what_could_be_seen_is_called_in_four_of_five_drawn_repetitions(
    counts: AblationCounts, corrected: bool
) -> None:
    """Repetitions are drawn around the true change; with the correction, the three changes share 5 %."""
    sums = [[UnitSums.from_tables(tables, None) for tables in arm.tables] for arm in counts.arms]
    rng, drawn = np.random.default_rng(3), 60_000
    for index, change in enumerate(judge(counts, OPTIONS).changes, start=1):
        others = [side for place, side in enumerate(sums) if place not in (0, index)]
        errors = compare_sides(sums[0], sums[index], others=others, draws=OPTIONS.draws).errors
        sizes = (float(errors.units[0]), float(errors.training[0]))
        margins = np.zeros(drawn)
        for size, dof in zip(sizes, (errors.unit_dof[0], errors.training_dof[0]), strict=True):
            estimated = size**2 * rng.chisquare(dof, drawn) / dof
            margins += student.ppf(1 - 0.025 / (3 if corrected else 1), dof) ** 2 * estimated
        true = change.detectable if corrected else change.detectable_alone
        found = true + rng.normal(0, np.hypot(*sizes), drawn)
        assert np.mean(found > np.sqrt(margins)) == pytest.approx(0.8, abs=0.01)


def test_the_file_holds_all_that_the_table_is_made_from(counts: AblationCounts, tmp_path: Path) -> None:
    path = tmp_path / "counts.parquet"
    write_ablation(path, counts)
    again = read_ablation(path)
    before, after = (strict_json.dumps(judge(one, OPTIONS).to_dict()) for one in (counts, again))
    assert before == after
    assert again.arms[2].change == ("wrong=0.1",)
    for arm, read in zip(counts.arms, again.arms, strict=True):
        for one, other in zip(arm.tables, read.tables, strict=True):
            for name in ("tp", "fp", "fn", "fn_boundary", "biou_union"):
                assert np.array_equal(one.dense(name), other.dense(name)), name
    rows = sum(len(tables.image) for arm in counts.arms for tables in arm.tables)
    assert path.stat().st_size < 40 * rows + 20_000


def test_what_is_no_ablation_is_one_sentence(tmp_path: Path, workspace: Workspace) -> None:
    with pytest.raises(StoreError, match="is missing"):
        read_ablation(tmp_path / "counts.parquet")
    run = workspace.runs()[0]
    with pytest.raises(StoreError, match="holds no ablation"):
        read_ablation(run.validations()[0].folder / "counts.parquet")


def test_runs_of_other_classes_are_refused(workspace: Workspace, arms: list[ArmRuns]) -> None:
    other = ClassSet(("floor", "paper", "metal", "glass", "clay"), ignore_id=255)
    run = store_run(workspace, TRUTH, predict(TRUTH, 0.2), Stored("other", class_set=other))
    with pytest.raises(NotComparableError, match="class sets differ"):
        collect_counts([arms[0], ArmRuns("other", (), (run,))], name="x")


def test_one_seed_says_what_it_leaves_out(arms: list[ArmRuns]) -> None:
    single = [ArmRuns(arm.name, arm.change, arm.runs[:1]) for arm in arms]
    result = judge(collect_counts(single, name="one seed"), OPTIONS)
    assert any("One seed" in note for note in result.notes)
    assert {change.arm.name: change.overall.verdict for change in result.changes}["good"] == "better"


def test_the_record_reads_as_a_note_and_its_json_comes_back(counts: AblationCounts, tmp_path: Path) -> None:
    result = judge(counts, OPTIONS)
    files = write_record(tmp_path / "record", counts, result)
    assert files == AblationFiles(tmp_path / "record")
    found = strict_json.loads(files.figures.read_text())
    assert found["changes"][1]["verdict"] == "better"
    assert found["changes"][1]["runs"][0]["seed"] == 0
    page = markdown(result)
    assert files.page.read_text() == page
    assert "| good |" in page
    assert "×1.50" in page
    assert page.count("| better |") == 1
    assert "segscope ablate --from" in page
