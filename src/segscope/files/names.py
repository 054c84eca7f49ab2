"""File names for sample ids: every room that keeps a file for a sample names it here.

A sample id may hold anything a picture's path may hold: slashes, spaces, Hangul in two Unicode forms,
bytes that are not UTF-8. Its file name holds ASCII letters, digits and ``-_.~%`` only.
"""

import hashlib
from urllib.parse import quote

MAX_BYTES = 200
"""Longest name that :func:`safe_file_name` gives; endings of up to 55 bytes fit below the usual 255."""

_EMPTY = "%"
_CUT = "%~"


def safe_file_name(sample_id: str) -> str:
    """Turn a sample id into a file name, without an ending.

    Different ids get different names, the same id always the same one. ``urllib.parse.unquote`` gives
    the id back, except where it was too long: such a name is its beginning, ``%~`` and a SHA-256.

    Args:
        sample_id: Any text, also empty or with lone surrogates (file names that are not UTF-8).

    Returns:
        1 to :data:`MAX_BYTES` ASCII characters, without ``/``, never ``.`` or ``..``, never hidden, and
        never to be taken for a command-line option.

    Example:
        >>> safe_file_name("batch_01_vt/0002")
        'batch_01_vt%2F0002'
        >>> safe_file_name("../a b")
        '%2E.%2Fa%20b'
    """
    name = quote(sample_id, safe="", encoding="utf-8", errors="surrogatepass")
    if not name:
        return _EMPTY
    if name[0] in ".-":
        name = f"%{ord(name[0]):02X}{name[1:]}"
    if len(name) <= MAX_BYTES:
        return name
    # A "%" that is not followed by two hex digits occurs in no whole name, so no short id can meet this.
    digest = hashlib.sha256(sample_id.encode("utf-8", errors="surrogatepass")).hexdigest()
    return f"{name[: MAX_BYTES - len(_CUT) - len(digest)]}{_CUT}{digest}"
