"""Which pictures belong together: one scene, one video, one batch of a camera.

A split that tears a group apart tests on what it trained on, and a paired test over pictures of one
scene counts the same evidence many times.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from segscope.errors import ConfigError

_PREFIX = re.compile(r"[^_-]+(?=[_-])")


def find_groups(names: Sequence[str], rule: str | None = None) -> tuple[str | None, ...]:
    r"""Give each picture its group.

    Args:
        names: The pictures' names below their split's folder, with ``/`` between folders, of all
            splits together (a group is recognised by the pictures that share it).
        rule: A regular expression, searched in each name; the group is its first capture group, or
            the whole match where it has none. Without a rule, the text before the first ``_`` or
            ``-`` (or the parent folder, where names have one) counts, but only where at least two
            such prefixes hold at least two pictures each; else no picture has a group.

    Names and rule are compared in composed form (NFC): files named on a Mac, whose names are decomposed,
    and on Linux get one group.

    Returns:
        One group a name, in NFC; None where the rule does not match or no group was recognised.

    Raises:
        ConfigError: The rule is not a regular expression, or matches no name at all.

    Example:
        >>> find_groups(["0001TP_1.png", "0001TP_2.png", "Seq05_1.png", "Seq05_2.png"])
        ('0001TP', '0001TP', 'Seq05', 'Seq05')
        >>> find_groups(["1.png", "2.png"])
        (None, None)
        >>> find_groups(["kitchen-a-1.jpg", "kitchen-b-1.jpg"], r"-(\w)-")
        ('a', 'b')
    """
    names = [unicodedata.normalize("NFC", name) for name in names]
    if rule is not None:
        return _by_rule(names, unicodedata.normalize("NFC", rule))
    prefixes = [_prefix(name) for name in names]
    sizes = Counter(prefix for prefix in prefixes if prefix is not None)
    if sum(size >= 2 for size in sizes.values()) < 2:
        return (None,) * len(names)
    return tuple(prefixes)


def _by_rule(names: Sequence[str], rule: str) -> tuple[str | None, ...]:
    try:
        pattern = re.compile(rule)
    except (re.error, RecursionError, OverflowError) as error:
        raise ConfigError(f"the group rule {rule!r} is not a regular expression ({error}).") from error
    matches = [pattern.search(name) for name in names]
    if names and not any(matches):
        raise ConfigError(
            f"the group rule {rule!r} matches no file name; the first one is {names[0]!r}: "
            "change the rule or leave it out."
        )
    return tuple(None if match is None else match[1 if pattern.groups else 0] for match in matches)


def _prefix(name: str) -> str | None:
    path = PurePosixPath(name)
    if path.parent.name:
        return str(path.parent)
    match = _PREFIX.match(path.stem)
    return None if match is None else match[0]
