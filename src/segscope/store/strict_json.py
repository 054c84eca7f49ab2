"""JSON that every reader accepts: NaN and the infinities as ``{"$float": "nan"}``, never as bare words.

Python's ``json`` writes ``NaN``, which is no JSON: browsers and PostgreSQL refuse it.

>>> dumps({"miou": float("nan"), "loss": 0.5})
'{"miou": {"$float": "nan"}, "loss": 0.5}'
>>> loads('{"miou": {"$float": "-inf"}}')
{'miou': -inf}
"""

import json
import math
from typing import Any

import numpy as np

_MARK = "$float"


def dumps(value: Any, *, indent: int | None = None, sort_keys: bool = False) -> str:
    """Write plain values (dict, list, str, int, float, bool, None, numpy scalars) as strict JSON."""
    encoded = _encode(value)
    return json.dumps(encoded, allow_nan=False, indent=indent, ensure_ascii=False, sort_keys=sort_keys)


def loads(text: str | bytes) -> Any:
    """Read what :func:`dumps` wrote."""
    marked = _MARK in text if isinstance(text, str) else _MARK.encode() in text
    return json.loads(text, object_hook=_decode if marked else None)  # the hook makes reading slower


def _encode(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _encode(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_encode(item) for item in value]
    if isinstance(value, np.generic):
        return _encode(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return {_MARK: str(value)}
    return value


def _decode(mapping: dict[str, Any]) -> Any:
    if mapping.keys() == {_MARK}:
        return float(mapping[_MARK])
    return mapping
