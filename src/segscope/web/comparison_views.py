"""Two sides compared for the page, by the test that ``segscope compare`` makes."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from segscope.analysis.compare import (
    CompareOptions,
    Comparison,
    RunValidation,
    choose_validation,
    compare_validations,
)
from segscope.errors import UsageError
from segscope.web.answers import to_json
from segscope.web.context import WebContext
from segscope.web.run_briefs import classes_of
from segscope.web.schemas.comparison import ComparisonView

COMPARING = ThreadPoolExecutor(2, thread_name_prefix="segscope-comparison")
"""Comparisons wait for each other here, and not for the threads that serve everything else."""
MOST_RUNS = 40
"""Runs of one side."""


def comparison_answer(context: WebContext, a: str, b: str, validation: str, *, pixels: bool) -> bytes:
    """Compare b with a, and give the result as JSON; from what is kept where it was compared before.

    Args:
        context: The server's.
        a: A run's id, or several with commas between them.
        b: The side that is judged.
        validation: ``best``, ``last``, or an epoch.
        pixels: Also count the pixels fixed and broken, which reads all label maps.

    Raises:
        Refusal: There is no such run.
        UsageError: A side names too many runs, none, or one twice.
        StoreError: A run has no such validation.
        NotComparableError: The sides are unlike.
    """
    sides = [[choose_validation(context.run(name), validation) for name in _names(side)] for side in (a, b)]
    key = ("comparison", *(tuple((m.run.id, m.validation.index) for m in side) for side in sides), pixels)
    return context.kept.answers.get(key, lambda: to_json(_compare(sides, pixels=pixels)))


def _names(side: str) -> list[str]:
    names = [name.strip() for name in side.split(",")]
    if not all(names):
        raise UsageError("a side has an empty place between commas: give ids of runs, such as a1,a2,a3.")
    if len(names) > MOST_RUNS:
        raise UsageError(f"a side names {len(names)} runs: compare at most {MOST_RUNS}.")
    return names


def _compare(sides: Sequence[Sequence[RunValidation]], *, pixels: bool) -> ComparisonView:
    every = sum(member.validation.num_images for member in sides[0])
    found = compare_validations(*sides, options=CompareOptions(images=every, pixels=pixels))
    return view_of(found, sides[0][0])


def view_of(found: Comparison, first: RunValidation) -> ComparisonView:
    """Give a comparison; the classes are those of its first run, which all have in common."""
    values = found.to_dict()
    if values["pixels"] is not None:
        del values["pixels"]["classes"]
    class_set = first.run.class_set
    return ComparisonView.model_validate(
        {**values, "class_set": classes_of(class_set), "ignore": class_set.ignore}
    )
