"""Pictures of a validation: in lists, and one by one."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from segscope.web.schemas.common import Number, Text, Wire

Box = tuple[int, int, int, int]
"""(top, left, bottom, right) in pixels, the last two exclusive."""


ErrorKind = Literal["boundary", "extent", "segment"]
PictureOrder = Literal["lost", "iou", "pixels", "name"]
MOST_BOXES = 60
"""Pictures of one answer whose label maps are read for their boxes."""


class PictureQuery(Wire):
    """Which pictures of a validation, in which order.

    Attributes:
        class_index: Those that hold the class in ground truth or prediction; None for all.
        kind: Those with errors of this kind.
        predicted: With a class: those in which it is taken for this one; -1 for no class.
        order: ``lost``: the costliest first; ``iou``: the lowest first; ``pixels``: the largest first;
            ``name``: by name.
        offset: How many to leave out.
        limit: How many to give.
        boxes: Also tell where the errors are, of the first 60 pictures given.
    """

    class_index: int | None = None
    kind: ErrorKind | None = None
    predicted: int | None = None
    order: PictureOrder = "lost"
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=100, ge=1, le=1000)
    boxes: bool = False


class PictureBrief(Wire):
    """A picture in a list.

    Attributes:
        lost: Points of the score (mIoU, or a class's IoU) that its wrong pixels of the kind asked for cost.
        wrong: These pixels.
        iou: Mean IoU of the picture alone, or the class's IoU in it.
        pixels: Pixels that are counted, or ground-truth pixels of the class.
        box: Where the largest piece of these wrong pixels is; null where it was not asked for, or where the
            label maps are not kept.
    """

    sample: str
    group: str | None
    lost: Number
    wrong: int
    iou: Number
    pixels: int
    box: Box | None = None


class PictureList(Wire):
    """A part of a list, and how long all of it is."""

    total: int
    offset: int
    pictures: list[PictureBrief]


class PictureClass(Wire):
    """A class in one picture."""

    index: int
    tp: int
    false_boundary: int
    false_extent: int
    false_segment: int
    missed_boundary: int
    missed_extent: int
    missed_segment: int
    iou: Number
    boundary_iou: Number


class PictureEpoch(Wire):
    """The same picture at a validation of the run; ``kept``: its label map can be shown.

    ``miou`` is null where nothing of the picture is counted, and for a moment where a run has so many
    validations that they are still being read: ask again.
    """

    validation: int
    epoch: int
    miou: Number
    kept: bool


class Pin(Wire):
    """A note at a spot of a picture, seen in all runs that have the picture; x and y are pixels.

    ``deleted_at`` and ``deleted_by`` are null while it is there.
    """

    number: int
    x: float
    y: float
    text: str
    author: str
    time: datetime
    deleted_at: datetime | None = None
    deleted_by: str | None = None


class NewPin(Wire):
    """A note to pin."""

    run: Text
    split: Text
    sample: Text
    x: float = Field(ge=0, le=1e6, allow_inf_nan=False)
    y: float = Field(ge=0, le=1e6, allow_inf_nan=False)
    text: Text = Field(min_length=1, max_length=20_000)


class Layer(Wire):
    """Whether a part of a picture can be shown, and if not, why."""

    name: Literal["picture", "truth", "prediction", "confidence"]
    available: bool
    reason: str | None = None


class PictureView(Wire):
    """One picture of one validation; sizes come with the layers themselves."""

    run: str
    validation: int
    split: str
    sample: str
    group: str | None
    height: int | None
    width: int | None
    miou: Number
    wrong: int
    layers: list[Layer]
    classes: list[PictureClass]
    epochs: list[PictureEpoch]
    pins: list[Pin]
