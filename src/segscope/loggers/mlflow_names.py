"""Names as MLflow allows them: different keys get different names, and ordinary ones stay as they are."""

import re

from segscope.loggers.keys import shortened

_MAX_NAME_BYTES = 250
_MAX_PICTURE_BYTES = 120  # MLflow makes a file name of it: key, step, time, a UUID and two endings

_EMPTY = "_x110000_"  # the code of no character
# Slashes that a path would lose and parts that it would resolve; MLflow refuses such names.
_PATH = r"^\.\.|^/|/(?=/)|/$|(?:(?<=/)|^)\.{1,2}(?=/|$)"
# An underscore that could be read as the beginning of a code such as _x28_.
_LIKE_A_CODE = r"_(?=x[0-9A-F]+(?:_|(?!\w)))"
_REFUSED = re.compile(rf"{_PATH}|{_LIKE_A_CODE}|[^\w.\- /]")
_REFUSED_IN_PICTURES = re.compile(_REFUSED.pattern, re.ASCII)


def metric_name(key: str) -> str:
    """Write the characters that MLflow refuses as ``_x<hexadecimal code point>_``.

    MLflow allows letters and digits of any script, spaces and ``_-./`` in names, as long as the
    name is no path that another name would resolve to, and at most 250 characters.

    Example:
        >>> metric_name("val/iou/종이 팩"), metric_name("val/iou/Can (steel)")
        ('val/iou/종이 팩', 'val/iou/Can _x28_steel_x29_')
    """
    return shortened(_encode(_REFUSED, key), _MAX_NAME_BYTES)


def picture_name(key: str) -> str:
    """Do the same for pictures, whose names MLflow wants in ASCII.

    Example:
        >>> picture_name("val/panel/종이")
        'val/panel/_xC885__xC774_'
    """
    return shortened(_encode(_REFUSED_IN_PICTURES, key), _MAX_PICTURE_BYTES)


def _encode(refused: re.Pattern[str], key: str) -> str:
    return refused.sub(lambda found: "".join(f"_x{ord(char):X}_" for char in found.group()), key) or _EMPTY
