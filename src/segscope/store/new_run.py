"""What a run is begun with, and the id that it gets."""

import getpass
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from segscope.engine.class_set import ClassSet
from segscope.errors import StoreError
from segscope.store.split_files import SampleRow

RunKind = Literal["train", "import", "evaluation"]
_RANDOM_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is easily read as another


@dataclass(frozen=True)
class NewRun:
    """Everything that is saved before the first step.

    Attributes:
        name: Free text for people; it never becomes a path.
        config: The resolved config as plain values.
        class_set: The classes.
        samples: Every picture of every split.
        kind: ``train``, ``import`` for predictions of another tool, or ``evaluation`` of trained models.
        data_root: The data set's folder or annotation file.
        data_layout: The reader's name.
        label_hash: Hash of all that the label maps are made from; the key of the label cache.
        seed: The run's seed.
        environment: Versions, machine, code state; plain values.
        parent_id: The run that this one changes or goes on from.
        user: Who did it; by default ``SEGSCOPE_USER`` or the system's user.
    """

    name: str
    config: Mapping[str, Any]
    class_set: ClassSet
    samples: Sequence[SampleRow]
    kind: RunKind = "train"
    data_root: str = ""
    data_layout: str = ""
    label_hash: str = ""
    seed: int | None = None
    environment: Mapping[str, Any] = field(default_factory=dict)
    parent_id: str | None = None
    user: str | None = None

    def __post_init__(self) -> None:
        check_text("the run's name", self.name)
        seen: set[tuple[str, str]] = set()
        for row in self.samples:
            check_text("a sample id", row.id)
            check_text("a picture's path", row.image_path)
            if (row.split, row.id) in seen:
                raise StoreError(
                    f"sample {row.id!r} is twice in split {row.split!r}: give every sample its own id."
                )
            seen.add((row.split, row.id))


def check_text(what: str, text: str) -> None:
    """Refuse a text that no database or table file can hold.

    Raises:
        StoreError: It holds a NUL character, or bytes that are not UTF-8.
    """
    if "\0" in text or (not text.isascii() and _is_not_utf8(text)):
        raise StoreError(f"{what}, {text!r}, holds bytes that are no text (UTF-8): rename it.")


def generate_run_id(now: datetime | None = None) -> str:
    """Make a run id: UTC time, so that ids sort by age, and four random letters.

    Example:
        >>> generate_run_id(datetime(2026, 11, 23, 16, 5, 1, tzinfo=UTC))
        '20261123-160501-...'
    """
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    letters = "".join(secrets.choice(_RANDOM_LETTERS) for _ in range(4))
    return f"{moment:%Y%m%d-%H%M%S}-{letters}"


def user_name() -> str:
    """Give ``SEGSCOPE_USER``, else the system's user, else ``unknown``."""
    named = os.environ.get("SEGSCOPE_USER", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # containers may run under a number that no one named
        return "unknown"


def _is_not_utf8(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
