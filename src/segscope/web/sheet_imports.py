"""Sheets that come from the page: what would be imported, and what was."""

from collections.abc import Mapping

from pydantic import TypeAdapter, ValidationError

from segscope import _notes
from segscope.analysis.notebook.exchange import ImportPlan as StoredPlan
from segscope.files.sheets import Sheet, decode_sheet
from segscope.store.workspace import Workspace
from segscope.web.edits import outcome_of
from segscope.web.refusal import Refusal
from segscope.web.schemas.common import Text
from segscope.web.schemas.notebook import Edit, ImportPlan, ImportResult, SheetColumn

_MATCH = TypeAdapter(dict[Text, Text])
_EXAMPLES = 3
_EXAMPLE_LENGTH = 120


def plan_sheet(workspace: Workspace, name: str, content: bytes, match: str) -> ImportPlan:
    """Tell what importing a file would do.

    Raises:
        UsageError: It cannot be read, or is no sheet of this notebook.
        Refusal: ``match`` is no JSON object of texts.
    """
    sheet = decode_sheet(name, content)
    plan = _notes.plan_sheet_import(workspace, sheet, match=_matched(match))
    return ImportPlan(
        columns=_columns(sheet, plan),
        edits=[Edit(row=edit.note, field=edit.field, text=edit.text, base=edit.base) for edit in plan.edits],
        new=[dict(texts) for texts in plan.new],
        unread=list(plan.unread),
    )


def import_sheet(workspace: Workspace, name: str, content: bytes, match: str, author: str) -> ImportResult:
    """Import a file; see :func:`plan_sheet`."""
    sheet = decode_sheet(name, content)
    done = _notes.import_sheet(workspace, sheet, match=_matched(match), author=author)
    return ImportResult(
        added=list(done.added),
        saved=len(done.saved),
        conflicts=[outcome_of(outcome) for outcome in done.conflicts],
    )


def _matched(match: str) -> Mapping[str, str]:
    try:
        return _MATCH.validate_json(match)
    except ValidationError as error:
        raise Refusal(422, "malformed", "match is a JSON object of texts: column → field.") from error


def _columns(sheet: Sheet, plan: StoredPlan) -> list[SheetColumn]:
    return [
        SheetColumn(name=column, field=plan.fields.get(column), examples=_examples(sheet, position))
        for position, column in enumerate(sheet.columns)
    ]


def _examples(sheet: Sheet, position: int) -> list[str]:
    """Give the first texts of a column, shortened."""
    texts = dict.fromkeys(row[position][:_EXAMPLE_LENGTH] for row in sheet.rows if row[position].strip())
    return list(texts)[:_EXAMPLES]
