"""How the server says no: a status, a word for programs, and one sentence for people."""

from typing import Any

from fastapi.responses import JSONResponse

from segscope.errors import NotComparableError, SegscopeError, StoreError, UsageError
from segscope.store.database import DatabaseRefusedError


class Refusal(Exception):
    """An answer that is no success.

    Args:
        status: The HTTP status.
        code: One word for programs.
        message: What is wrong and what to do, in one sentence.
        detail: What a program can use to go on.
    """

    def __init__(self, status: int, code: str, message: str, detail: Any = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.detail = status, code, message, detail

    def answer(self) -> JSONResponse:
        """Give the answer."""
        body = {"code": self.code, "message": self.message, "detail": self.detail}
        return JSONResponse(body, self.status)


def refusal_of(error: SegscopeError) -> Refusal:
    """Tell an error of the rooms below in the words of HTTP."""
    if isinstance(error, NotComparableError):
        return Refusal(409, "not_comparable", str(error))
    if isinstance(error, UsageError):
        return Refusal(422, "wrong_use", str(error))
    if isinstance(error, DatabaseRefusedError):
        return Refusal(503, "store_refused", str(error))
    if isinstance(error, StoreError):
        return Refusal(404, "not_found", str(error))
    return Refusal(400, "failed", str(error))
