"""How much a request may send: counted as it comes, whatever its headers say."""

from starlette.types import Message, Receive

from segscope.web.refusal import Refusal

MAX_BODY = 32 * 1024 * 1024
"""Bytes; the largest sheet that is read."""


def limited(receive: Receive, limit: int = MAX_BODY) -> Receive:
    """Wrap what gives the body so that it ends with a refusal where it is too long."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise too_long(limit)
        return message

    return counted


def too_long(limit: int = MAX_BODY) -> Refusal:
    """Give the refusal of a body that is too long."""
    return Refusal(413, "too_long", f"the request is larger than {limit // 2**20} MiB: send less at once.")
