"""``segscope report``."""

from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.text import Text

from segscope import _api
from segscope.cli.console import people, results
from segscope.cli.options import JsonOption, WorkspaceOption

_TIME = "2026-11-29, 18:00, '2026-11-29 18:00', yesterday, 3d, 12h, or last-meeting"


def report(
    *,
    since: Annotated[
        str, typer.Option(metavar="TIME", help=f"What happened after this: {_TIME}.")
    ] = "last-meeting",
    until: Annotated[str, typer.Option(metavar="TIME", help="And up to this.")] = "now",
    out: Annotated[Path, typer.Option(help="The folder to write into; made where it is missing.")] = Path(
        "reports"
    ),
    format: Annotated[Literal["markdown", "html", "both"], typer.Option(help="What is written.")] = "both",
    title: Annotated[str, typer.Option(help="The page's title.")] = "",
    tag: Annotated[
        list[str] | None, typer.Option(help="A tag of the front matter; may be repeated.", show_default=False)
    ] = None,
    front: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=VALUE",
            help="What else the blog wants in the front matter, as YAML: layout=post, draft=true. May be "
            "repeated.",
            show_default=False,
        ),
    ] = None,
    language: Annotated[
        Literal["en", "ko"], typer.Option(help="Of everything that people did not write.")
    ] = "en",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write what happened since a time: what finished, what moved with proof, five pictures, open questions.

    `segscope report`

    `segscope report --since yesterday --format markdown --out blog/_posts --tag segmentation`

    Markdown is `<date>-<title>.md` with front matter and a folder of pictures beside it, ready for Jekyll,
    Hugo or Astro. HTML is `report.html`, one file with its pictures in it: for a wall, a mail or a printer.

    Without --since it is about what happened since the last meeting, else in the last seven days.
    """
    from segscope import _report
    from segscope.report.meeting import html_file, markdown_files, save_html, save_markdown
    from segscope.store import strict_json

    matter = _report.read_front(front or [])
    written: list[Path] = []
    with _api.open_workspace(workspace) as place:
        span = _report.read_span(place, since, until)
        facts = _report.report_of(place, span)
        page = _report.make_page(
            facts,
            title=title,
            language=language,
            tags=tag or [],
            front=matter,
            meetings=_report.meetings_of(place, span),
        )
        if format in ("markdown", "both"):
            written.append(save_markdown(markdown_files(page), out))
        if format in ("html", "both"):
            written.append(save_html(html_file(page), out))
    if as_json:
        files = [str(path) for path in written]
        typer.echo(strict_json.dumps({"files": files, **_report.facts_dict(facts)}))
        return
    people().print(Text(page.lead[0].text), soft_wrap=True)
    for path in written:
        results().print(Text(str(path)), soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(report)
