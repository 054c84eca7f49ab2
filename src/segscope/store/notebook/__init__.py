"""The team's notebook: rows, cells with all their versions, comments, pins, views, the order of changes."""

from segscope.store.notebook.changes import Change
from segscope.store.notebook.followed import FollowedNotes
from segscope.store.notebook.merge import MergedText, merge_texts
from segscope.store.notebook.note import (
    FIELDS,
    RESERVED,
    Cell,
    CellEdit,
    CellVersion,
    Comment,
    EditOutcome,
    Note,
    NoteConflictError,
)
from segscope.store.notebook.notebook import Notebook
from segscope.store.notebook.pins import Pin, Pins
from segscope.store.notebook.rows import UnnotedRun
from segscope.store.notebook.views import KeptView, KeptViews

__all__ = [
    "FIELDS",
    "RESERVED",
    "Cell",
    "CellEdit",
    "CellVersion",
    "Change",
    "Comment",
    "EditOutcome",
    "FollowedNotes",
    "KeptView",
    "KeptViews",
    "MergedText",
    "Note",
    "NoteConflictError",
    "Notebook",
    "Pin",
    "Pins",
    "UnnotedRun",
    "merge_texts",
]
