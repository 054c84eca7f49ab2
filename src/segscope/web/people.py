"""Who writes: the name that the page sends with each request, or the one that the server was started by."""

import unicodedata
from urllib.parse import unquote

from fastapi import Request

from segscope.store.new_run import user_name
from segscope.web.refusal import Refusal

USER_HEADER = "x-segscope-user"
MAX_NAME = 80


def author_of(request: Request) -> str:
    """Give the name of who sent a request.

    Several people may use one server through tunnels, so the page sends the name that its user gave, with
    percent signs for what headers cannot hold.

    Raises:
        Refusal: The name is too long, or holds what is no text.
    """
    name = " ".join(unquote(request.headers.get(USER_HEADER, "")).split())
    if not name:
        return user_name()
    if len(name) > MAX_NAME:
        raise Refusal(422, "wrong_use", f"your name has more than {MAX_NAME} characters: take a shorter one.")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise Refusal(422, "wrong_use", "your name holds characters that nobody can read: take another one.")
    return name
