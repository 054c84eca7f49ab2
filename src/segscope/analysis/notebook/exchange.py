"""The notebook as a sheet, and a sheet back into the notebook: by id, and by what was there when it left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from segscope.analysis.compare.comparison import points
from segscope.analysis.notebook.experiment import Experiment
from segscope.errors import StoreError, UsageError
from segscope.files.sheets import Sheet
from segscope.store.notebook import FIELDS, RESERVED, CellEdit, Note
from segscope.store.notebook.note import check_cell_text, check_field

ID, REVISION, *_REST = RESERVED
FILLED = tuple(_REST)
"""Columns that fill themselves; what a sheet says there is not read back."""

KNOWN_NAMES = {
    "title": ("name", "experiment name", "제목", "실험", "실험명", "실험 이름"),
    "hypothesis": ("idea", "expectation", "why", "가설", "아이디어", "목적"),
    "conclusion": ("result", "results", "learned", "결론", "결과", "배운 점"),
    "status": ("state", "progress", "상태", "진행", "진행 상황"),
    "tags": ("tag", "labels", "태그", "분류"),
    "parent": ("base", "baseline", "기준", "베이스라인"),
}
"""Field → what teams call its column in sheets of their own."""

Texts = Mapping[tuple[int, str], tuple[int, str]]
"""(row's number, field) → (version, text)."""


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do.

    Attributes:
        edits: Cells of rows that are there, changed in the sheet since it was exported.
        new: Rows to add, field → text.
        fields: Column of the sheet → field that it is read into.
        unread: Columns that are not read, since they fill themselves.
    """

    edits: tuple[CellEdit, ...]
    new: tuple[Mapping[str, str], ...]
    fields: Mapping[str, str]
    unread: tuple[str, ...]


def make_sheet(experiments: Sequence[Experiment], revision: int) -> Sheet:
    """Give the notebook as a sheet.

    Args:
        experiments: The rows.
        revision: The notebook's newest change that they show; it stands in each row, so that an import
            knows what its reader had before the eyes.
    """
    own = sorted({field for row in experiments for field in row.note.cells} - set(FIELDS))
    columns = (ID, REVISION, *FILLED[:2], *FIELDS, *own, *FILLED[2:])
    rows = []
    for row in experiments:
        texts = {field: row.note.text(field) for field in (*FIELDS, *own)}
        cells = {ID: row.note.id, REVISION: str(revision), **_filled(row), **texts}
        rows.append(tuple(cells[column] for column in columns))
    return Sheet(columns, tuple(rows))


def plan_import(
    sheet: Sheet,
    notes: Sequence[Note],
    texts_at: Mapping[int, Texts],
    *,
    match: Mapping[str, str] | None = None,
) -> ImportPlan:
    """Tell what a sheet changes.

    A cell is changed where it says something else than it did when the sheet was exported; others'
    edits since then stay. Rows without an id are new; rows and columns that are missing change nothing.

    Args:
        sheet: Exported once, or a team's own.
        notes: All rows, also those that were taken away.
        texts_at: For each revision that the sheet names, what the notebook said then.
        match: Column → field, before what is known of names; an empty field leaves a column out.

    Raises:
        UsageError: A column is matched that is not there or cannot be a field, two columns are one field,
            a text is none that a cell holds, or a row's id or revision is none of this notebook.
    """
    fields = _match_columns(sheet.columns, match or {})
    by_id = {note.id: note for note in notes}
    edits: list[CellEdit] = []
    new: list[Mapping[str, str]] = []
    seen: set[str] = set()
    for position, row in enumerate(sheet.rows, start=2):
        cells = dict(zip(sheet.columns, row, strict=True))
        texts = {field: _checked(position, column, cells[column]) for column, field in fields.items()}
        note_id = cells.get(ID, "").strip()
        if not note_id:
            if any(texts.values()):
                new.append({field: text for field, text in texts.items() if text})
            continue
        if note_id in seen:
            raise UsageError(
                f"row {position} has the id of a row above it ({note_id}): empty the id of a copy."
            )
        seen.add(note_id)
        if note_id not in by_id:
            raise UsageError(
                f"row {position} has the id {note_id}, which this notebook does not know: empty it to add "
                "the row."
            )
        edits += _edits(by_id[note_id], texts, _texts_then(cells, texts_at, position))
    unread = tuple(
        column for column in sheet.columns if column not in fields and column not in (ID, REVISION)
    )
    return ImportPlan(tuple(edits), tuple(new), fields, unread)


def revisions_of(sheet: Sheet) -> set[int]:
    """Give the revisions that the rows of a sheet name."""
    if REVISION not in sheet.columns:
        return set()
    place = sheet.columns.index(REVISION)
    return {int(row[place]) for row in sheet.rows if row[place].strip().isdecimal()}


def _texts_then(cells: Mapping[str, str], texts_at: Mapping[int, Texts], position: int) -> Texts | None:
    revision = cells.get(REVISION, "").strip()
    if not revision:
        return None
    if not revision.isdecimal() or int(revision) not in texts_at:
        raise UsageError(
            f"row {position} has the revision {revision!r}, which this notebook never had: export it again."
        )
    return texts_at[int(revision)]


def _edits(note: Note, texts: Mapping[str, str], then: Texts | None) -> list[CellEdit]:
    """Give the cells that differ from what they said then; without a revision, from what they say now."""
    edits = []
    for field, text in texts.items():
        cell = note.cells.get(field)
        now = (0, "") if cell is None else (cell.version, cell.text)
        version, before = now if then is None else then.get((note.number, field), (0, ""))
        if text != before:
            edits.append(CellEdit(note.number, field, text, version))
    return edits


def _match_columns(columns: Sequence[str], match: Mapping[str, str]) -> dict[str, str]:
    missing = next((column for column in match if column not in columns), None)
    if missing is not None:
        raise UsageError(f"the sheet has no column {missing!r}: it has {', '.join(columns)}.")
    fields: dict[str, str] = {}
    for column in columns:
        named = match.get(column, _known_field(column))
        if not named:
            continue
        try:
            field = check_field(named)
        except StoreError as error:
            raise UsageError(str(error)) from error
        if field in fields.values():
            other = next(name for name, known in fields.items() if known == field)
            raise UsageError(
                f"the columns {other!r} and {column!r} are both {field}: match one of them elsewhere."
            )
        fields[column] = field
    return fields


def _known_field(column: str) -> str:
    """Give the field of a column by its name; empty for those that fill themselves."""
    if column in (ID, REVISION, *FILLED):
        return ""
    name = column.casefold()
    return next(
        (field for field, names in KNOWN_NAMES.items() if name == field or name in names),
        column,
    )


def _checked(position: int, column: str, text: str) -> str:
    """Give a text as the notebook keeps it, so that what nobody changed is no change.

    Raises:
        UsageError: No cell holds it: told before anything of the sheet is written.
    """
    try:
        return check_cell_text(text)
    except (StoreError, UsageError) as error:
        raise UsageError(f"row {position}, column {column!r}: {error}") from error


def _filled(row: Experiment) -> dict[str, str]:
    values = {
        "#": str(row.note.number),
        "experiment": row.title,
        "who": row.who,
        "when": f"{row.note.created_at:%Y-%m-%d %H:%M}",
        "runs": " ".join(result.id for result in row.results),
        "changed": "\n".join(row.changed),
        "mIoU": points(row.miou) if row.scores else "",
        "sd": points(row.miou_sd) if len(row.scores) > 1 else "",
        "n": str(len(row.scores) or ""),
        "Δ": points(row.difference, sign=True) if row.difference == row.difference else "",
        "weakest": f"{row.weakest[0]} {points(row.weakest[1])}" if row.weakest else "",
    }
    assert set(values) == set(FILLED)
    return values
