"""``segscope pseudo``."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import Progress, TaskID
from typer.core import TyperGroup

from segscope import _api, _inference, _pseudo
from segscope.cli.console import is_terminal, people, results
from segscope.cli.inference_options import (
    BatchSizeOption,
    CheckpointOption,
    DeviceOption,
    TtaOption,
    WindowOption,
)
from segscope.cli.options import JsonOption, OverridesArgument, WorkspaceOption
from segscope.cli.pseudo_table import kept_sentence, kept_table, manifest_summary, round_dict, rounds_table
from segscope.cli.train import watched
from segscope.errors import UsageError
from segscope.store import strict_json

if TYPE_CHECKING:
    from segscope.train.pseudo.rounds import Round

MethodOption = Annotated[
    str,
    typer.Option(
        "--method",
        help="cbst (a share of each class), global (one threshold), stable-half (whole pictures on which "
        "epochs agree), or '{name: global, threshold: 0.9}'.",
    ),
]
ShareOption = Annotated[
    float | None,
    typer.Option(
        "--share",
        help="Share of each class that is kept; of stable-half: of the pictures. Default: the method's own.",
        show_default=False,
    ),
]
PrecisionOption = Annotated[
    float,
    typer.Option(
        "--min-precision",
        min=0,
        max=1,
        help="Classes whose labels are less often right out of fold are left out; 0 keeps all.",
    ),
]


class _LabelByDefault(TyperGroup):
    """A group whose first command needs no name."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        known = [*self.commands, "--help"]
        return super().parse_args(ctx, args if not args or args[0] in known else ["label", *args])


def label(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="TEACHER... PICTURES",
            help="Runs (ids or names) or one ensemble file, then the unlabelled pictures: a folder, or a "
            "COCO JSON that lists them.",
        ),
    ],
    *,
    out: Annotated[Path, typer.Option(help="Folder for labels and manifest; new or empty.")],
    method: MethodOption = "cbst",
    share: ShareOption = None,
    min_precision: PrecisionOption = 0.5,
    tta: TtaOption = None,
    window: WindowOption = None,
    checkpoint: CheckpointOption = "best",
    device: DeviceOption = "auto",
    batch_size: BatchSizeOption = 4,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Label pictures by trained models, keep what is likely right, and measure it out of fold.

    Of folds, each model labels for the students of its own fold alone, so that no student is taught what it
    is validated on; pictures that a validation part holds, too, are left out. Train on the result with
    `data.pseudo=DIR`.

    `segscope pseudo fold-0 fold-1 fold-2 photos --out labels --method cbst --share 0.5`
    """
    if len(words) < 2:
        raise UsageError("name teachers and a folder: segscope pseudo RUN... PICTURES --out DIR.")
    inference = _inference.read_inference(tta or (), window)
    with _api.open_workspace(workspace) as place, _Bars() as bars:
        manifest = _pseudo.make_pseudo_labels(
            place,
            words[:-1],
            Path(words[-1]),
            out,
            method=method,
            share=share,
            checkpoint=checkpoint,
            inference=inference,
            min_precision=min_precision,
            device=device,
            batch_size=batch_size,
            began=bars.began,
            progress=bars.advance,
            message=_say,
        )
    if as_json:
        typer.echo(strict_json.dumps({"out": str(out), **manifest_summary(manifest)}))
        return
    for made in manifest.sets:
        results().print(kept_table(made))
        people().print(kept_sentence(made, out), soft_wrap=True, markup=False)


def rounds(
    source: Annotated[Path, typer.Argument(help="A config (YAML), or a data set.")],
    settings: OverridesArgument = None,
    *,
    pictures: Annotated[
        Path, typer.Option(help="The unlabelled pictures: a folder, or a COCO JSON that lists them.")
    ],
    rounds: Annotated[int, typer.Option(min=1, help="How often labels are made and students trained.")] = 1,
    folds: Annotated[
        int | None,
        typer.Option(min=2, help="Train that many folds each time; else one model.", show_default=False),
    ] = None,
    method: MethodOption = "cbst",
    share: ShareOption = None,
    min_precision: PrecisionOption = 0.5,
    tta: TtaOption = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the labels. Default: in the workspace.", show_default=False)
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Self-training: train teachers, label, train students on it, again from the start weights each time.

    The same command goes on where it was stopped.

    `segscope pseudo rounds base.yaml --pictures photos --rounds 2 --folds 5`
    """
    config = _api.read_config(source, settings or [])
    with _api.open_workspace(workspace) as place:
        done: Sequence[Round] = watched(
            lambda watcher: _pseudo.train_pseudo_rounds(
                place,
                config,
                pictures,
                watcher=watcher,
                method=method,
                share=share,
                inference=_inference.read_inference(tta or ()),
                rounds=rounds,
                folds=folds,
                min_precision=min_precision,
                out=out,
            ),
            hint="the same command goes on where it stopped.",
        )
        described = [round_dict(one) for one in done]
    if as_json:
        typer.echo(strict_json.dumps({"rounds": described}))
        return
    results().print(rounds_table(described))


class _Bars:
    """One bar a pass."""

    def __init__(self) -> None:
        self._progress = Progress(console=people(), transient=True, disable=not is_terminal())
        self._task: TaskID | None = None

    def __enter__(self) -> "_Bars":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def began(self, title: str, pictures: int) -> None:
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(title, total=pictures)

    def advance(self, pictures: int) -> None:
        if self._task is not None:
            self._progress.advance(self._task, pictures)


def _say(text: str) -> None:
    people().print(text, soft_wrap=True, markup=False)


def register(app: typer.Typer) -> None:
    """Add the verb."""
    group = typer.Typer(cls=_LabelByDefault, no_args_is_help=True, rich_markup_mode="markdown")
    group.command("label")(label)
    group.command("rounds")(rounds)
    app.add_typer(
        group,
        name="pseudo",
        help="Label pictures by trained models, and train on what is likely right.\n\n"
        "`segscope pseudo RUN... PICTURES --out DIR` is `segscope pseudo label`.",
    )
