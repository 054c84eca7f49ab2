"""``segscope techniques``."""

import json
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from segscope.cli.console import results
from segscope.cli.options import JsonOption
from segscope.config.catalogue.listing import describe, find_techniques
from segscope.config.catalogue.technique import Technique


def techniques(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[GROUP|NAME]", help="A group, a technique, or an alias of one; by default all."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List what a config can name: losses, augmentations, models, splits, ensembles and the rest.

    `segscope techniques loss`

    `segscope techniques focal` shows its options, its source, and the test that proves it.

    Words such as `mix+=cutmix` are laid over a config: `segscope train run.yaml mix+=cutmix`; `mix-=cutmix`
    takes it away again.
    """
    found = find_techniques(name)
    if as_json:
        typer.echo(json.dumps([describe(entry) for entry in found], ensure_ascii=False))
        return
    if name is not None and name.lower() in {
        word for entry in found for word in (entry.name, *entry.aliases)
    }:
        for entry in found:
            results().print(_full(entry))
        return
    results().print(Group(*_listed(found)))


def _listed(found: Sequence[Technique]) -> Iterator[RenderableType]:
    for group in dict.fromkeys(entry.group for entry in found):
        table = Table(box=None, padding=(0, 2, 0, 0), show_header=False, pad_edge=False)
        table.add_column(no_wrap=True, style="bold cyan")
        table.add_column()
        for entry in found:
            if entry.group == group:
                words = Text(entry.summary)
                if entry.aliases:
                    words.append(f" Also: {', '.join(entry.aliases)}.", style="dim")
                table.add_row(entry.name, words)
        yield Text(group, style="bold")
        yield Padding(table, (0, 0, 1, 2))


def _full(entry: Technique) -> RenderableType:
    described = describe(entry)
    head = Table(box=None, padding=(0, 2, 0, 0), show_header=False, pad_edge=False)
    head.add_column(style="dim", no_wrap=True)
    head.add_column(overflow="fold")
    head.add_row("use", Text(described["words"], style="bold"))
    if entry.aliases:
        head.add_row("also", ", ".join(entry.aliases))
    head.add_row("source", entry.source)
    head.add_row("checked", Text(entry.check))
    head.add_row("test", Text(entry.test))
    title = Text.assemble((entry.name, "bold cyan"), f" ({entry.group}): ", entry.summary)
    parts: list[RenderableType] = [title, Padding(head, (0, 0, 0, 2))]
    if described["options"]:
        parts.append(Padding(_options(described["options"]), (1, 0, 0, 2)))
    return Padding(Group(*parts), (0, 0, 1, 0))


def _options(options: Sequence[dict[str, Any]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for heading in ("option", "type", "default", "what it does"):
        table.add_column(heading, overflow="fold")
    for option in options:
        default = "none" if option["default"] is None else json.dumps(option["default"], ensure_ascii=False)
        cells = (option["name"], option["type"], default, option["text"])
        table.add_row(*(Text(cell) for cell in cells))
    return table


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(techniques)
