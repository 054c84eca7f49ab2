"""NaN and the infinities go through JSON that any reader accepts."""

import json
import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from segscope.store import strict_json

_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(min_size=1), inner),
    max_leaves=20,
)


@given(_PLAIN)
def test_plain_values_come_back(value: Any) -> None:
    text = strict_json.dumps(value)
    json.loads(text, parse_constant=_refuse)
    assert strict_json.loads(text) == value


def test_nan_comes_back() -> None:
    text = strict_json.dumps({"a": [math.nan, 1.0]})
    json.loads(text, parse_constant=_refuse)
    assert math.isnan(strict_json.loads(text)["a"][0])


def _refuse(word: str) -> None:
    raise AssertionError(f"{word} is no JSON")
