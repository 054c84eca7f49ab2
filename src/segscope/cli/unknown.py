"""``segscope unknown``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from segscope import _api, _unknown
from segscope.cli.console import is_terminal, people, results
from segscope.cli.inference_options import DeviceOption
from segscope.cli.options import JsonOption, WorkspaceOption
from segscope.config.unknown_file import UnknownFile
from segscope.errors import UsageError
from segscope.store import strict_json

if TYPE_CHECKING:
    from segscope.train.unknown.explore import Exploration

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="What explore wrote.")]

unknown = typer.Typer(no_args_is_help=True, help="Find the kinds of objects that the unknown class holds.")


@unknown.command()
def explore(
    runs: Annotated[
        list[str], typer.Argument(metavar="RUN...", help="Folds of one split file, or one training.")
    ],
    *,
    class_name: Annotated[
        str | None,
        typer.Option("--class", help="The class. Default: the one of role unknown.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="A folder for file and sheets. Default: in the workspace.")
    ] = None,
    parts: Annotated[
        int | None,
        typer.Option(min=1, max=8, help="This many clusters, whatever is measured.", show_default=False),
    ] = None,
    most: Annotated[int, typer.Option(min=1, max=6, help="The most clusters that are tried.")] = 6,
    smallest: Annotated[int, typer.Option(min=1, help="Fewest objects of a cluster.")] = 20,
    min_pixels: Annotated[
        int, typer.Option(min=1, help="Smaller objects do not say where clusters are.")
    ] = 50,
    like: Annotated[
        Path | None,
        typer.Option(help="An earlier file, whose numbers and names are kept.", show_default=False),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of everything that is drawn.")] = 0,
    device: DeviceOption = "auto",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Group the objects of the unknown class by what trained models see of them.

    Train folds of the training split first, so that each object is seen by a model that did not train on
    it, and no validation picture has a say:

    `segscope split DATA --pool train --folds 3 --out folds.csv`

    `segscope train DATA data.split=folds.csv --folds 3 --name base`, then `segscope unknown explore base`

    Look at the contact sheets, rename or merge clusters, and train with them:

    `segscope train DATA unknown=split unknown.file=FILE`
    """
    if out is not None:
        _unknown.refuse_explored(out)
    with _api.open_workspace(workspace) as place:
        with Progress(console=people(), transient=True, disable=not is_terminal()) as bar:
            task = bar.add_task("pictures", total=None)
            found = _unknown.explore_unknown(
                place,
                runs,
                class_name=class_name,
                most=most,
                smallest=smallest,
                parts=parts,
                min_pixels=min_pixels,
                like=like,
                seed=seed,
                device=device,
                started=lambda pictures: bar.update(task, total=pictures),
                progress=lambda done: bar.advance(task, done),
            )
        if found.warning:
            people().print(f"[yellow]warning:[/] {escape(found.warning)}", soft_wrap=True)
        file = _unknown.save_exploration(found, place, out)
    if as_json:
        typer.echo(strict_json.dumps(_as_json(found, file)))
        return
    _show(found, file)


@unknown.command()
def merge(
    file: FileArgument,
    clusters: Annotated[str, typer.Argument(help="Numbers as on the sheets, such as 1,3.")],
    *,
    name: Annotated[str, typer.Option(help="What they are called together.")],
) -> None:
    """Make several clusters one sub-class: they get one name, and the sheets' numbers stay.

    `segscope unknown merge unknown.yaml 1,3 --name foil`
    """
    numbers = _numbers(clusters)
    if len(numbers) < 2:
        raise UsageError(f"{clusters} is one cluster: name several, or use `segscope unknown rename`.")
    _show_parts(_unknown.name_clusters(file, numbers, name))


@unknown.command()
def rename(
    file: FileArgument,
    cluster: Annotated[int, typer.Argument(help="Its number as on the sheets.")],
    *,
    name: Annotated[str, typer.Option(help="What it is called from now on.")],
) -> None:
    """Give a cluster another name; a name that another one bears joins the two.

    `segscope unknown rename unknown.yaml 2 --name shoes`
    """
    _show_parts(_unknown.name_clusters(file, [cluster], name))


def _numbers(words: str) -> list[int]:
    try:
        return [int(word) for word in words.split(",")]
    except ValueError:
        raise UsageError(f"{words} is no list of numbers with commas between them, such as 1,3.") from None


def _show(found: "Exploration", file: Path) -> None:
    measured = Table(title="numbers of clusters", title_justify="left")
    for column in ("clusters", "silhouette", "by chance", "stability", "smallest", "verdict"):
        measured.add_column(column, justify="left" if column == "verdict" else "right")
    for one in found.choice.candidates:
        taken = one.k == found.choice.k
        verdict = "; ".join(filter(None, ["taken" if taken else "", one.objection])) or "possible"
        figures = (f"{one.silhouette:.3f}", f"{one.chance:.3f}", f"{one.stability:.2f}", f"{one.smallest}")
        measured.add_row(str(one.k), *figures, verdict, style="bold" if taken else None)
    if found.choice.candidates:
        results().print(measured)
    from segscope.train.unknown.sheets import caption

    for place, cluster in enumerate(found.content.clusters):
        line = f"{cluster.number}: {cluster.name}, {caption(found, place)}"
        results().print(line, markup=False, soft_wrap=True)
    results().print(found.verdict, markup=False, soft_wrap=True)
    people().print(f"sheets: {file.parent}\nfile: {file}", markup=False, soft_wrap=True)


def _show_parts(content: UnknownFile) -> None:
    for part in content.parts:
        own = [cluster for cluster in content.clusters if cluster.name == part]
        numbers = ", ".join(str(cluster.number) for cluster in own)
        objects = sum(cluster.objects for cluster in own)
        results().print(f"{part}: cluster {numbers}, {objects} objects", markup=False)


def _as_json(found: "Exploration", file: Path) -> dict[str, Any]:
    content = found.content
    return {
        "file": str(file),
        "class": content.class_name,
        "verdict": found.verdict,
        "warning": found.warning,
        "out_of_fold": content.out_of_fold,
        "runs": list(content.runs),
        "clusters": [cluster.model_dump() for cluster in content.clusters],
        **content.found,
    }


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.add_typer(unknown, name="unknown")
