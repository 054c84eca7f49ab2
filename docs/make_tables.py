"""Write the tables of docs/config.md from the code they describe: ``python docs/make_tables.py``.

A test runs the same functions and fails where the page is out of date.
"""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from segscope.config.catalogue import CATALOGUES
from segscope.config.catalogue.listing import attribute_texts
from segscope.config.choice import Choice, ModelChoice
from segscope.config.run_config import DataConfig, RunConfig, TrainConfig, ValConfig

PAGE = Path(__file__).parent / "config.md"


def techniques_table() -> str:
    """One row a catalogue entry."""
    rows = ["| group | name | what it is | options (default) | source |", "|---|---|---|---|---|"]
    for catalogue in CATALOGUES:
        for entry in catalogue.values():
            options = "<br>".join(f"`{name}` ({default})" for name, default, _ in _fields(entry.options))
            rows.append(f"| {entry.group} | `{entry.name}` | {entry.summary} | {options} | {entry.source} |")
    return "\n".join(rows)


def settings_table() -> str:
    """One row a setting."""
    rows = ["| setting | default | what it does |", "|---|---|---|"]
    for prefix, section in (
        ("", RunConfig),
        ("data.", DataConfig),
        ("model.", ModelChoice),
        ("train.", TrainConfig),
        ("val.", ValConfig),
    ):
        for name, default, text in _fields(section):
            if text and default != "see below" and name != "data":
                rows.append(f"| `{prefix}{name}` | {default} | {text} |")
    return "\n".join(rows)


def _fields(section: type[BaseModel]) -> Iterator[tuple[str, str, str]]:
    texts = attribute_texts(inspect.getdoc(section) or "")
    for name, field in section.model_fields.items():
        default = "required" if field.is_required() else _show(field.get_default(call_default_factory=True))
        yield name, default, texts.get(name, "")


def _show(value: object) -> str:
    if isinstance(value, Choice):
        return value.name
    if isinstance(value, BaseModel):
        return "see below"
    if value is None or value in ("", ()):
        return "none"
    return ", ".join(_show(item) for item in value) if isinstance(value, tuple) else str(value)


def with_tables(page: str) -> str:
    """Put both tables between their marks."""
    for mark, table in (("techniques", techniques_table()), ("settings", settings_table())):
        begin, end = f"<!-- {mark}: begin -->", f"<!-- {mark}: end -->"
        page = re.sub(f"{begin}.*?{end}", lambda _, t=f"{begin}\n{table}\n{end}": t, page, flags=re.DOTALL)
    return page


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
