"""What is known of one validation."""

from pydantic import Field

from segscope.web.schemas.common import Number, Wire


class Shares(Wire):
    """Shares of the error kinds in a class's lost IoU, 0 … 1."""

    boundary: Number
    extent: Number
    segment: Number


class ClassResult(Wire):
    """One class: its scores, and what it loses.

    ``false`` and ``missed`` are shares of the lost IoU by kind: the six add up to 1.
    """

    index: int
    name: str
    iou: Number
    low: Number
    high: Number
    interval_safe: bool = Field(
        description="False with fewer than 20 units: low and high may be far too close."
    )
    units: int
    precision: Number
    recall: Number
    boundary_iou: Number
    false: Shares
    missed: Shares
    images: int
    pixels: int
    predicted_pixels: int
    objects: int | None
    lost_miou: Number
    calibration_error: Number


class Flow(Wire):
    """Pixels of one class that are taken for another (−1: for no class)."""

    true_class: int
    predicted_class: int
    pixels: int
    share_of_class: Number
    share_of_lost_iou: Number
    images: int
    lost_miou: Number
    words: str


class Gain(Wire):
    """What mIoU would gain if one kind of error of a class, or one confused pair, were repaired."""

    repair: str = Field(description="boundary, extent, segment or pair")
    classes: list[int]
    pixels: int
    gain: Number


class Finding(Wire):
    """What is systematically wrong, in words."""

    kind: str
    message: str
    remedy: str
    classes: list[int]
    images: list[str]


class Suspect(Wire):
    """A place where a confident model contradicts the label of a whole object; (top, left, bottom, right).

    ``label`` is null where the model sees an object and nothing of its class is labelled; ``predicted``
    where it sees no single object in place of the labelled one.
    """

    image: str
    label: int | None
    predicted: int | None
    pixels: int
    confidence: Number
    box: tuple[int, int, int, int]


class ObjectBin(Wire):
    """What became of a class's objects of one size, or at one place.

    ``missed`` and ``invented`` count whole objects; a group has no IoU, since a labelled object and the
    predicted one in its place may be of different sizes.
    """

    index: int
    bin: str
    objects: int
    missed: int
    predicted: int
    invented: int
    recall: Number
    precision: Number


class DiagnosisView(Wire):
    """The diagnosis of one validation of one run.

    Attributes:
        confusion: (K, K) pixels, truth in rows.
        unpredicted: (K,) pixels whose prediction is no class.
        units: What intervals are drawn over: ``image`` or ``group``.
    """

    run: str
    validation: int
    images: int
    unit: str
    miou: Number
    miou_low: Number
    miou_high: Number
    miou_per_image: Number
    pixel_accuracy: Number
    boundary_iou: Number
    classes: list[ClassResult]
    confusion: list[list[int]]
    unpredicted: list[int]
    flows: list[Flow]
    gains: list[Gain]
    findings: list[Finding]
    suspects: list[Suspect]
    sizes: list[ObjectBin]
    places: list[ObjectBin]
