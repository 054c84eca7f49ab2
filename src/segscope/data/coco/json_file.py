"""Read a COCO JSON file that may be anything: cut, in another encoding, nested without end."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from segscope.data.coco.problems import quoted
from segscope.errors import DataError


class RepeatedKeyDict(dict[str, Any]):
    """A JSON object in which a key was given more than once; it holds the last value, as Python's does.

    Attributes:
        repeated: The key.
    """

    repeated: str = ""


@dataclass(frozen=True, slots=True)
class JsonFile:
    """A parsed annotation file.

    Attributes:
        path: Where it lies.
        sha256: Hex SHA-256 of its bytes.
        content: The top-level object.
    """

    path: Path
    sha256: str
    content: dict[str, Any]

    @property
    def name(self) -> str:
        """The file's name without its folder, for messages."""
        return quoted(self.path.name)

    def entries(self, key: str) -> list[Any] | None:
        """Give the list under a top-level key, None where the key is missing.

        Raises:
            DataError: The value is not a list.
        """
        value = self.content.get(key)
        if value is None:
            return None
        if not isinstance(value, list):
            raise DataError(
                f"{self.name} is not a COCO file: {key!r} holds {quoted(value)} in place of a list; "
                "export the annotations again."
            )
        return value


def read_json_file(path: Path) -> JsonFile:
    """Read and parse an annotation file.

    Accepts UTF-8 with or without a byte-order mark, UTF-16 and UTF-32. NaN and Infinity, which JSON does
    not have but many writers emit, are let through as floats, for the check of each record to refuse
    them where they matter.

    Raises:
        DataError: The file cannot be read, is no JSON, or holds no object, or a top-level key is repeated.
    """
    name = quoted(path.name)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(f"{quoted(str(path))} cannot be read ({error.strerror}): check the path.") from error
    content = _parse(_decode(data, name), name)
    if not isinstance(content, dict):
        raise DataError(
            f"{name} is not a COCO file: it holds a {type(content).__name__} in place of an object with "
            "'images', 'annotations' and 'categories'."
        )
    if isinstance(content, RepeatedKeyDict):
        raise DataError(f"{name} has the key {quoted(content.repeated)} twice: keep one of the two.")
    return JsonFile(path, hashlib.sha256(data).hexdigest(), content)


def _decode(data: bytes, name: str) -> str:
    encoding = json.detect_encoding(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise DataError(f"{name} is cut in the middle of a character: export it again.") from error
        raise DataError(
            f"{name} is not {encoding.upper()} (byte {error.start}); it may be cp949 or another old one: "
            "save it as UTF-8."
        ) from error


def _parse(text: str, name: str) -> Any:
    if not text.strip():
        raise DataError(f"{name} is empty: export the annotations again.")
    try:
        return json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise DataError(
            f"{name} is not valid JSON ({error.msg}, line {error.lineno}, column {error.colno} of "
            f"{text.count(chr(10)) + 1} lines): it may have been cut; export the annotations again."
        ) from error
    except RecursionError as error:
        raise DataError(
            f"{name} is nested too deeply for a COCO file: export the annotations again."
        ) from error
    except ValueError as error:  # Python refuses integers of more than 4,300 digits
        raise DataError(f"{name} holds a number that cannot be read ({error}): export it again.") from error


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    repeated = RepeatedKeyDict(made)
    keys = [key for key, _ in pairs]
    repeated.repeated = next(key for key in made if keys.count(key) > 1)
    return repeated
