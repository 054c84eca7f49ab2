"""From the runs of a workspace to the counts of an ablation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from segscope.analysis.ablation.counts import AblationCounts, Arm, ArmRun
from segscope.analysis.compare.sides import match_sides
from segscope.analysis.compare.sources import RunValidation, choose_validation
from segscope.errors import StoreError
from segscope.store import strict_json
from segscope.store.runs import Run

COST_FILE = "cost.json"
"""What a run cost, in its folder."""


@dataclass(frozen=True)
class ArmRuns:
    """The runs of an arm, as they were found or trained.

    Attributes:
        name: What tables call it.
        change: What it changes, as ``key=value`` lines; empty for the baseline.
        runs: The runs, seed by seed, and of each seed fold by fold.
    """

    name: str
    change: tuple[str, ...]
    runs: tuple[Run, ...]


def collect_counts(arms: Sequence[ArmRuns], *, name: str, validation: str | int = "last") -> AblationCounts:
    """Read the counts of all runs, and check that every change may be compared with the baseline.

    Args:
        arms: The baseline first.
        name: What the ablation is called.
        validation: Which one of each run: ``last``, ``best``, or an epoch.

    Raises:
        NotComparableError: Runs differ in classes, samples, ground truth, ignore id or counting rule.
        StoreError: A run has no such validation, or its counts are damaged.
        UsageError: A run is named twice.
    """
    chosen = [[choose_validation(run, validation) for run in arm.runs] for arm in arms]
    matched = [match_sides(chosen[0], side) for side in (chosen[0], *chosen[1:])]
    first = matched[0]
    return AblationCounts(
        name=name,
        arms=tuple(
            Arm(arm.name, arm.change, tuple(map(_arm_run, side)), found.b)
            for arm, side, found in zip(arms, chosen, matched, strict=True)
        ),
        class_names=first.first.run.class_set.names,
        groups=first.groups,
        fold_of_image=first.fold_of_image,
        rule=chosen[0][0].validation.key.rule,
        validation=str(validation),
        notes=tuple(dict.fromkeys(note for found in matched for note in found.notes)),
    )


def read_cost(run: Run) -> Mapping[str, float]:
    """Give what a run cost: ``step_seconds`` and ``memory_bytes``; empty where it was not measured.

    Raises:
        StoreError: The file is damaged.
    """
    path = run.folder / COST_FILE
    try:
        found = strict_json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise StoreError(
            f"{path} cannot be read ({error}): delete it; the run's cost is then unknown."
        ) from error
    return dict(found)


def _arm_run(member: RunValidation) -> ArmRun:
    run = member.run
    cost = read_cost(run)
    memory = cost.get("memory_bytes")
    return ArmRun(
        run=run.id,
        seed=run.seed,
        fold=run.config.get("data", {}).get("fold"),
        epoch=member.validation.key.epoch,
        step_seconds=cost.get("step_seconds"),
        memory_bytes=None if memory is None else int(memory),
    )
