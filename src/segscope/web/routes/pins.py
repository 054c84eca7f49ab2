"""Notes at spots of pictures."""

from typing import Annotated

from fastapi import Path, Request

from segscope.store.notebook import Pins
from segscope.web.context import Context
from segscope.web.people import author_of
from segscope.web.policy import PolicyRouter, Role
from segscope.web.schemas.common import LARGEST, Text
from segscope.web.schemas.pictures import NewPin, Pin

router = PolicyRouter(prefix="/pins", tags=["pins"])


@router.get("", role=Role.VIEWER)
def read_pins(context: Context, run: Text, split: Text, sample: Text, deleted: bool = False) -> list[Pin]:
    """Give the pins of a picture, the first first; with ``deleted`` also those that were taken away."""
    found = Pins(context.workspace.database).of(context.run(run), split, sample, deleted=deleted)
    return [Pin.model_validate(pin) for pin in found]


@router.post("", role=Role.EDITOR)
def add_pin(context: Context, request: Request, pin: NewPin) -> Pin:
    """Pin a note to a spot of a picture."""
    author, run = author_of(request), context.run(pin.run)
    pins = Pins(context.workspace.database)
    added = pins.add(run, pin.split, pin.sample, x=pin.x, y=pin.y, text=pin.text, author=author)
    return Pin.model_validate(added)


@router.delete("/{number}", role=Role.EDITOR)
def delete_pin(context: Context, request: Request, number: Annotated[int, Path(ge=1, le=LARGEST)]) -> Pin:
    """Take a pin away; it stays in the history of its picture."""
    gone = Pins(context.workspace.database).delete(number, author=author_of(request))
    return Pin.model_validate(gone)
