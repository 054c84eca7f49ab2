"""``segscope demo``: the whole loop in minutes, on pictures that are drawn on the spot."""

import os
import shutil
from pathlib import Path
from typing import Annotated

import typer

from segscope import _api
from segscope.cli.console import people, results
from segscope.cli.demo_verdict import compare_with_truth, verdict_renderable
from segscope.cli.options import JsonOption, OverridesArgument, WorkspaceOption
from segscope.cli.outcome import outcome_dict, show_outcome
from segscope.cli.train import watched
from segscope.data.recycling import DEFAULT_PAIRS, write_recycling
from segscope.data.recycling.confusables import Groups
from segscope.errors import UsageError
from segscope.store import strict_json

# Fitted to minutes on two cores: pictures from above may be mirrored both ways, and a narrow zoom and
# true colours are learned sooner.
DEMO_SETTINGS = (
    "name=demo",
    "train.epochs=10",
    "val.every=2",
    "augment=[{name: scale-crop, size: 224, min_scale: 0.85, max_scale: 1.2}, {name: flip, vertical: 0.5}]",
)


def demo(
    settings: OverridesArgument = None,
    out: Annotated[
        Path, typer.Option(help="Folder for the sample set; must be new, empty, or an earlier demo's.")
    ] = Path("segscope-demo"),
    images: Annotated[int, typer.Option(min=8, help="Training pictures to draw.")] = 160,
    val_images: Annotated[int, typer.Option(min=8, help="Validation pictures to draw.")] = 48,
    seed: Annotated[int, typer.Option(min=0, help="Seed of pictures and training.")] = 0,
    confusable: Annotated[
        list[str] | None,
        typer.Option(
            help="Classes that shall look alike, as `Metal,Glass`; again for another group; `none` plants "
            "none. Default: Paper,Paper pack,General trash.",
            show_default=False,
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw a small data set of recycling waste, train on it, and see what each class gets wrong.

    The pictures are made hard in known ways (classes that look alike, tiny batteries, soft-edged glass
    and bags, wrong labels), and the end says which of these the diagnosis found. Nothing is
    downloaded, nothing needs a screen; about three minutes on two CPU cores.
    """
    data = draw_sample_set(out, images, val_images, seed, parse_groups(confusable))
    config = _api.read_config(data, [*DEMO_SETTINGS, f"train.seed={seed}", *(settings or [])])
    with _api.open_workspace(workspace) as place:
        run = watched(lambda watcher: _api.train(config, workspace=place, watcher=watcher))
        if as_json:
            outcome, diagnosis = outcome_dict(run)
            verdict = compare_with_truth(data, diagnosis)
            typer.echo(strict_json.dumps({**outcome, "planted": [entry.to_dict() for entry in verdict]}))
            return
        diagnosis = show_outcome(run)
        results().print(verdict_renderable(compare_with_truth(data, diagnosis)))


def parse_groups(words: list[str] | None) -> Groups:
    """Read ``--confusable``.

    Example:
        >>> parse_groups(["Metal,Glass"])
        (('Metal', 'Glass'),)
    """
    if not words:
        return DEFAULT_PAIRS
    if [word.strip().lower() for word in words] == ["none"]:
        return ()
    return tuple(tuple(name.strip() for name in word.split(",")) for word in words)


def draw_sample_set(out: Path, images: int, val_images: int, seed: int, groups: Groups) -> Path:
    """Write the sample set into ``out/data``; an earlier demo's is used again where it is the same."""
    wanted = {
        "images": images,
        "val_images": val_images,
        "seed": seed,
        "confusable": [list(g) for g in groups],
    }
    data, stamp = out / "data", out / "demo.json"
    if data.exists() and not stamp.is_file():
        raise UsageError(f"{data}: holds something else already; give another --out.")
    if data.exists():
        if strict_json.loads(stamp.read_text()) == wanted:
            people().print(f"using the sample set in {data}", soft_wrap=True, markup=False)
            return data
        raise UsageError(f"{out}: holds the sample set of another demo; give another --out, or delete it.")
    told = f"drawing {images} + {val_images} pictures of recycling waste into {data}"
    people().print(told, soft_wrap=True, markup=False)
    # Under another name until it is whole, so that a demo stopped while drawing can simply begin again.
    unfinished = out / "data.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    write_recycling(unfinished, images=images, val_images=val_images, seed=seed, confusable=groups)
    stamp.write_text(strict_json.dumps(wanted) + os.linesep)
    unfinished.rename(data)
    return data


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(demo)
