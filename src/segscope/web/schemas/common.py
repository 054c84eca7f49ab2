"""What all answers share."""

import math
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field


def _no_nan(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


Number = Annotated[float | None, BeforeValidator(_no_nan)]
"""A score or a share; null where it is not defined (NaN inside)."""


def _storable(text: str) -> str:
    if "\0" in text or (not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)):
        raise ValueError("a text holds no NUL character and no half of a surrogate pair")
    return text


Text = Annotated[str, AfterValidator(_storable)]
"""A text that every database can hold."""

LARGEST = 2**31 - 1
"""What the databases' integers hold."""
RowNumber = Annotated[int, Field(ge=1, le=LARGEST)]
"""The number of a row, a pin or a meeting."""
Count = Annotated[int, Field(ge=0, le=LARGEST)]
"""A version, where 0 is an empty cell; or a change, where 0 is before the first."""


class Wire(BaseModel):
    """Base of all that goes over the wire: unknown fields are an error, and nothing is changed later."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class ErrorAnswer(Wire):
    """Why something was not done: a word for programs, a sentence for people."""

    code: str
    message: str
    detail: Any = None


class Session(Wire):
    """What the page asks for first.

    Attributes:
        version: segscope's.
        workspace: The workspace folder's name.
        user: Who the server was started by.
        role: What the user may do.
        token: To be sent as ``X-Segscope-Token`` with everything that writes.
        runs: How many runs there are.
    """

    version: str
    workspace: str
    user: str
    role: str
    token: str
    runs: int


class Class(Wire):
    """A class of a run.

    Attributes:
        index: Its value in label maps.
        name: Its name.
        colour: ``#rrggbb``.
        role: ``background``, ``unknown``, or null.
    """

    index: int
    name: str
    colour: str
    role: str | None
