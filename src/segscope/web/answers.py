"""How large answers are made: as JSON once, by pydantic's own writer, so that they can be kept as bytes."""

from starlette.responses import Response

from segscope.web.schemas.common import Wire


def to_json(answer: Wire) -> bytes:
    """Write an answer as JSON."""
    return answer.model_dump_json().encode()


def json_answer(content: bytes | Wire) -> Response:
    """Send an answer, or the bytes of one that was written before."""
    return Response(to_json(content) if isinstance(content, Wire) else content, media_type="application/json")
