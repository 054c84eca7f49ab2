"""Notes at spots of pictures."""

from fastapi import Request

from segscope.web.context import Context
from segscope.web.policy import PolicyRouter, Role
from segscope.web.schemas.pictures import NewPin, Pin

router = PolicyRouter(prefix="/pins", tags=["pins"])


@router.post("", role=Role.EDITOR)
def add_pin(context: Context, request: Request, pin: NewPin) -> Pin:
    """Pin a note to a spot of a picture."""
    raise NotImplementedError


@router.delete("/{number}", role=Role.EDITOR)
def delete_pin(context: Context, request: Request, number: int) -> Pin:
    """Take a pin away."""
    raise NotImplementedError
