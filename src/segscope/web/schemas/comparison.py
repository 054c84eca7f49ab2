"""Two sides, compared on the same pictures."""

from pydantic import Field

from segscope.web.schemas.common import Class, Number, Wire


class SideRun(Wire):
    """A run of one side, and which validation of it was taken."""

    run: str
    name: str
    seed: int | None
    validation: int
    epoch: int
    split: str
    miou: Number


class Side(Wire):
    """One side."""

    name: str
    runs: list[SideRun]


class ScoreChange(Wire):
    """The change of one score from A to B, 0 … 1, with its 95 % interval and verdict."""

    name: str
    a: Number
    b: Number
    difference: Number
    low: Number
    high: Number
    p: Number
    n: int
    unit: str
    deviation: Number
    safe: bool
    verdict: str
    words: str


class PictureChange(Wire):
    """What one picture adds to the change of mIoU."""

    image: str
    gain: Number
    miou_a: Number
    miou_b: Number
    wrong_a: Number
    wrong_b: Number


class KindChange(Wire):
    """How one kind of error of one class moved."""

    name: str
    kind: str
    lost_a: Number
    lost_b: Number
    fixed: Number
    broken: Number


class PixelChanges(Wire):
    """Pixels of each class that changed between right and wrong, over the pictures that are kept."""

    images: int
    of: int
    fixed: list[Number]
    broken: list[Number]
    still_wrong: list[Number]
    chance: list[Number] | None


class ComparisonView(Wire):
    """The comparison; ``moved`` lists every picture whose counts differ, the greatest change first."""

    summary: str
    verdict: str
    a: Side
    b: Side
    images: int
    unit: str
    units: int
    overall: ScoreChange
    others: list[ScoreChange]
    classes: list[ScoreChange]
    moved: list[PictureChange]
    kinds: list[KindChange]
    pixels: PixelChanges | None = Field(description="null where the label maps are not kept.")
    notes: list[str]
    draws: int
    seed: int
    class_set: list[Class]
    ignore: int
