"""Values of a COCO file: whole numbers however they are written, and how a message shows a value."""

import json
from typing import Any

from segscope.data.coco.problems import quoted

_LARGEST_EXACT = 2**53


def whole_number(value: Any) -> int | None:
    """Give a whole number, also one that was written ``3.0`` as tables with gaps export it; else None.

    Example:
        >>> whole_number(3), whole_number(3.0), whole_number("3"), whole_number(True), whole_number(2.5)
        (3, 3, None, None, None)
    """
    if type(value) is int:
        return value
    if type(value) is float and abs(value) < _LARGEST_EXACT and value.is_integer():
        return int(value)
    return None


def shown(value: Any) -> str:
    """Show a value of which the message says that it is of the wrong kind: texts in quotation marks.

    Example:
        >>> shown("1"), shown(1.5), shown(""), shown(None)
        ('"1"', '1.5', '""', 'null')
    """
    if isinstance(value, str) and value.isprintable():
        return f'"{quoted(value)}"'
    return json.dumps(value) if value is None or isinstance(value, bool) else quoted(value)
