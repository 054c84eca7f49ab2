"""``segscope compare``."""

from typing import Annotated, Literal

import typer

from segscope import _api
from segscope.analysis.compare import CompareOptions
from segscope.cli.compare_table import comparison_renderable
from segscope.cli.console import results
from segscope.cli.options import JsonOption, WorkspaceOption
from segscope.store import strict_json

_SIDE = (
    "A run, by id or name; several trainings of one recipe (other seeds, or folds) with commas; or an "
    "ensemble file."
)


def compare(
    a: Annotated[str, typer.Argument(help=f"What is compared with. {_SIDE}")],
    b: Annotated[str, typer.Argument(help="What is judged; written likewise.")],
    *,
    validation: Annotated[
        str, typer.Option(help="Which validation of each run: best, last, or an epoch.")
    ] = "best",
    draws: Annotated[int, typer.Option(help="Draws of the bootstrap and of the permutation test.")] = 10_000,
    seed: Annotated[int, typer.Option(help="Of all draws: one seed, one result.")] = 0,
    by: Annotated[
        Literal["image", "group"] | None,
        typer.Option(
            help="What is drawn. Default: groups (scenes, videos), where 20 or more are known; else images.",
            show_default=False,
        ),
    ] = None,
    pixels: Annotated[
        bool, typer.Option(help="Read the kept label maps, to count the pixels fixed and broken.")
    ] = True,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Is B better than A? A paired test on the same images, overall and for every class.

    `segscope compare baseline wide-crop`

    `segscope compare base-1,base-2,base-3 wide-1,wide-2,wide-3`

    What is said: the difference of the pooled IoU in points of 100, its 95 % interval, and a verdict.
    "better" and "worse" are said only where chance is an unlikely cause: the interval excludes 0, and the
    permutation test gives p < 0.05, after Holm's correction over the classes. Else it is "cannot tell",
    and with fewer than 20 images "too few".

    An ensemble file is evaluated where it was not yet; runs of folds are compared with it as one, by their
    own evaluation: `segscope evaluate base --name base-out-of-fold`.

    With one run on each side, the verdict is on these two trainings; another seed may give another one.
    With several, the noise between trainings is part of it. A name that several runs of one config share,
    with different seeds, stands for all of them.

    Runs that differ in classes, samples, ground truth, ignore id or counting rule are refused (exit 1).
    Every verdict exits with 0.
    """
    options = CompareOptions(draws=draws, seed=seed, by=by, pixels=pixels)
    with _api.open_workspace(workspace) as place:
        comparison = _api.compare_runs(place, a, b, validation=validation, options=options)
    if as_json:
        typer.echo(strict_json.dumps(comparison.to_dict()))
    else:
        results().print(comparison_renderable(comparison))


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(compare)
