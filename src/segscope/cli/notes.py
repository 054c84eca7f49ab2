"""``segscope notes list | show | add | edit | comment | delete | restore | export | import``."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from segscope import _api, _notes
from segscope.analysis.notebook import Experiment
from segscope.analysis.notebook.exchange import ImportPlan
from segscope.cli.console import people, results
from segscope.cli.notes_table import notebook_table, print_row
from segscope.cli.options import JsonOption, WorkspaceOption
from segscope.errors import UsageError
from segscope.store import strict_json
from segscope.store.notebook import FIELDS, Notebook

NoteArgument = Annotated[
    str, typer.Argument(metavar="ROW", help="The row: its number, or one of its runs by id or name.")
]
TextsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="FIELD=TEXT...",
        help=f"What to write: {', '.join(FIELDS)}, or a column of your own; an empty text empties a field.",
    ),
]

group = typer.Typer(
    help="The team's notebook: a row for each experiment, which fills itself; people add what they think.",
    no_args_is_help=True,
)


@group.command("list")
def list_notes(
    workspace: WorkspaceOption = None,
    tag: Annotated[str, typer.Option(help="Rows with this tag alone.")] = "",
    as_json: JsonOption = False,
) -> None:
    """List all rows: what was changed, what came of it, and what people wrote.

    Runs that differ in nothing but seed or fold share a row: its mIoU is their mean. Δ is against the row
    that it changes; whether that is more than chance, segscope compare tells.
    """
    with _api.open_workspace(workspace) as place:
        rows = [row for row in _notes.list_experiments(place) if not tag or tag in _tags(row)]
        folder = place.folder
    if as_json:
        typer.echo(strict_json.dumps([row.to_dict() for row in rows]))
        return
    if not rows:
        told = f"no rows in {folder}: train something, or write down an idea with `segscope notes add`."
        people().print(told, soft_wrap=True, markup=False)
        return
    results().print(notebook_table(rows))


@group.command()
def show(note: NoteArgument, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Show all that is known of a row: every field with its author, its runs, its comments, its history."""
    with _api.open_workspace(workspace) as place:
        number = _notes.find_note(place, note).number
        rows = _notes.list_experiments(place, deleted=True)
        row = next((row for row in rows if row.note.number == number), None)
        if row is None:
            raise UsageError(
                f"#{number} is a meeting, no experiment: the page shows it, and `segscope report`."
            )
        notebook = Notebook(place.database)
        comments = notebook.comments(number)
        histories = {field: notebook.history(number, field) for field in row.note.cells}
    if as_json:
        said = [
            {"author": comment.author, "time": comment.time.isoformat(), "text": comment.text}
            for comment in comments
        ]
        history = {
            field: [
                {"version": v.version, "author": v.author, "time": v.time.isoformat(), "text": v.text}
                for v in versions
            ]
            for field, versions in histories.items()
        }
        typer.echo(strict_json.dumps({**row.to_dict(), "comments": said, "history": history}))
        return
    print_row(row)
    for field in [*FIELDS, *sorted(set(row.note.cells) - set(FIELDS))]:
        if field in row.note.cells and field != "title":
            cell = row.note.cells[field]
            edits = f", version {cell.version}" if cell.version > 1 else ""
            _heading(f"{field} ({cell.author}, {cell.time:%Y-%m-%d %H:%M} UTC{edits})")
            results().print(Text(cell.text))
    for comment in comments:
        _heading(f"{comment.author}, {comment.time:%Y-%m-%d %H:%M} UTC")
        results().print(Text(comment.text))


@group.command()
def add(
    texts: TextsArgument,
    run: Annotated[
        list[str] | None, typer.Option("--run", help="A run that the row tells of; may be repeated.")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Add a row without waiting for a run: an idea, a plan, a result from elsewhere.

    Example: segscope notes add title="boundary loss" hypothesis="Paper's edges get sharper"
    """
    fields = _fields(texts)
    with _api.open_workspace(workspace) as place:
        note = _notes.add_note(place, fields, run or ())
    results().print(f"#{note.number} added")


@group.command()
def edit(note: NoteArgument, texts: TextsArgument, workspace: WorkspaceOption = None) -> None:
    """Write fields of a row; every text that was there before stays in its history.

    Example: segscope notes edit 12 conclusion="better on Paper, no change on Glass" status=done
    """
    fields = _fields(texts)
    with _api.open_workspace(workspace) as place:
        row = _notes.find_note(place, note)
        cells = _notes.write_texts(place, row, fields)
    told = ", ".join(f"{field} (version {cell.version})" for field, cell in cells.items())
    results().print(Text(f"#{row.number}: {told}"), soft_wrap=True)


@group.command()
def comment(
    note: NoteArgument,
    text: Annotated[str, typer.Argument(help="What to say.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Say something below a row."""
    with _api.open_workspace(workspace) as place:
        row = _notes.find_note(place, note)
        Notebook(place.database).comment(row.number, text)
    results().print(f"#{row.number}: commented")


@group.command()
def delete(note: NoteArgument, workspace: WorkspaceOption = None) -> None:
    """Take a row away; nothing of it is lost, and restore brings it back. Its runs stay."""
    with _api.open_workspace(workspace) as place:
        row = _notes.find_note(place, note)
        Notebook(place.database).delete(row.number)
    results().print(f"#{row.number} taken away; `segscope notes restore {row.number}` brings it back")


@group.command()
def restore(
    number: Annotated[int, typer.Argument(help="The row's number.")],
    field: Annotated[str, typer.Option(help="Bring an older text of this field back instead.")] = "",
    version: Annotated[int, typer.Option(help="Which text, as show --json lists them.")] = 0,
    workspace: WorkspaceOption = None,
) -> None:
    """Bring a row back that was taken away, or an older text of a field."""
    with _api.open_workspace(workspace) as place:
        notebook = Notebook(place.database)
        if field:
            cell = notebook.restore(number, field, version)
            results().print(Text(f"#{number}: {field} (version {cell.version}) says: {cell.text}"))
            return
        notebook.undelete(number)
    results().print(f"#{number} is back")


@group.command("export")
def export_notes(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv, .tsv or .xlsx file.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Write the whole sheet for Excel, Google Sheets or a script.

    Edit it there, and segscope notes import brings back what was changed, row by row, by the id column.
    """
    with _api.open_workspace(workspace) as place:
        rows = _notes.export_notes(place, path)
    results().print(Text(f"{rows} rows in {path}"), soft_wrap=True)


@group.command("import")
def import_notes(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv, .tsv or .xlsx file.")],
    match: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN=FIELD",
            help="Read a column into a field; an empty field leaves the column out. May be repeated.",
        ),
    ] = None,
    plan: Annotated[bool, typer.Option("--plan", help="Change nothing: tell what would be changed.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Read an exported sheet back after it was edited, or begin with the sheet that a team has.

    Columns are matched by their names (title, hypothesis, 가설, 결론 …); others become columns of their own.
    Cells that nobody changed in the sheet stay as they are in the notebook, others' edits too.

    Example: segscope notes import experiments.xlsx --match "실험 이름=title" --match "비고=" --plan
    """
    matched = _fields(match or [])
    with _api.open_workspace(workspace) as place:
        if plan:
            _tell_plan(_notes.plan_notes_import(place, path, match=matched))
            return
        done = _notes.import_notes(place, path, match=matched)
    _tell_plan(done.plan)
    results().print(f"{len(done.added)} rows added, {len(done.saved)} cells written")
    for outcome in done.conflicts:
        edit, cell = outcome.edit, outcome.cell
        told = (
            f"#{edit.note} {edit.field}: {cell.author} wrote {cell.text!r} after the export, and the sheet "
            f"says {edit.text!r}; the cell stays as it is: write it again with both in mind."
        )
        people().print(Text(told), style="yellow", soft_wrap=True)
    if done.conflicts:
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.add_typer(group, name="notes")


def _tell_plan(plan: ImportPlan) -> None:
    for column, field in plan.fields.items():
        results().print(Text(f"column {column!r} is {field}" if column != field else f"column {field!r}"))
    if plan.unread:
        results().print(Text(f"not read, since they fill themselves: {', '.join(plan.unread)}"))
    results().print(f"{len(plan.new)} new rows, {len(plan.edits)} changed cells")


def _fields(texts: list[str]) -> dict[str, str]:
    fields = {}
    for text in texts:
        field, equals, value = text.partition("=")
        if not equals or not field.strip():
            raise UsageError(f"{text!r} is not of the form field=text, as in status=done.")
        fields[field.strip()] = value
    return fields


def _tags(row: Experiment) -> list[str]:
    return row.note.text("tags").replace(",", " ").split()


def _heading(text: str) -> None:
    results().print()
    results().print(Text(text, style="bold"))
