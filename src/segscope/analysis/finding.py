"""A finding of the diagnosis: one thing that the model gets wrong systematically, in words."""

from dataclasses import dataclass
from enum import StrEnum

from segscope.analysis.confusable import ConfusablePair


class FindingCode(StrEnum):
    """What kind of thing was found; scripts and tests can rely on these names."""

    CONFUSABLE = "confusable"
    SMALL_CLASS = "small-class"
    SOFT_EDGE = "soft-edge"
    MISSED = "missed"
    INVENTED = "invented"
    HARDLY_FOUND = "hardly-found"
    NEVER_PREDICTED = "never-predicted"
    ABSENT = "absent"


REMEDIES = {
    FindingCode.CONFUSABLE: "Check the labels of these pictures first; then try crops on these classes, a "
    "larger crop or a stronger encoder, or ask whether anyone can tell them apart.",
    FindingCode.SMALL_CLASS: "Try a higher input resolution, crops on the class, or a Tversky term in the "
    "loss.",
    FindingCode.SOFT_EDGE: "Look whether the labels' own edges agree; then try a higher input or decoder "
    "resolution, or a boundary-aware loss.",
    FindingCode.MISSED: "Try crops on the class, pasting its objects into other pictures, or class weights.",
    FindingCode.INVENTED: "Look whether these objects are there and unlabelled; then try more pictures "
    "without the class, or less class weight.",
    FindingCode.HARDLY_FOUND: "Train longer before judging what the class is confused with; try crops on it, "
    "pasting its objects into other pictures, or class weights.",
    FindingCode.NEVER_PREDICTED: "Try crops on the class, pasting its objects into other pictures, class "
    "weights, and longer training.",
    FindingCode.ABSENT: "This split tells nothing about the class: move pictures of it in.",
}
"""One line for each code on what usually helps; things to try, not promises."""


@dataclass(frozen=True, slots=True)
class DiagnosisFinding:
    """One systematic error, with the figures that show it.

    Attributes:
        code: What kind of thing it is.
        classes: Names of the classes it is about.
        message: One sentence with figures.
        images: Sample ids of the pictures to look at, worst first.
        remedy: What usually helps with errors of this kind; to try, not a promise.
        lost_miou: Points of mIoU that the errors named here cost, to first order; findings are
            ranked by it.
        pairs: For ``confusable``, the directions that make it, costliest first; else empty.
    """

    code: FindingCode
    classes: tuple[str, ...]
    message: str
    images: tuple[str, ...]
    remedy: str
    lost_miou: float
    pairs: tuple[ConfusablePair, ...] = ()
