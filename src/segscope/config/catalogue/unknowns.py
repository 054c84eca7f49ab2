"""What becomes of the unknown class in training, by name."""

from typing import Literal

from pydantic import Field

from segscope.config.catalogue.loss_options import ClassWeightRule
from segscope.config.catalogue.technique import Catalogue, Options, Technique

_ROOM = "segscope.train.unknown"
_TESTS = "tests/train/unknown"


class SplitUnknownOptions(Options):
    """Options of the split into sub-classes.

    Attributes:
        file: What `segscope unknown explore` wrote: which object belongs to which sub-class.
        parent_weight: Weight of a further cross-entropy on the merged probabilities; 0 leaves it out.
        parent_class_weights: Class weights of that cross-entropy.
        unlisted: What becomes of objects that the file does not name: the training is refused, or their
            pixels are ignored.
        sha256: Hash of what the file says; noted by the training, and checked where it is given.
        parts: Names of the sub-classes; noted by the training.
    """

    file: str | None = None
    parent_weight: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    parent_class_weights: ClassWeightRule = "sqrt-inverse"
    unlisted: Literal["refuse", "ignore"] = "refuse"
    sha256: str | None = None
    parts: tuple[str, ...] = ()


UNKNOWNS = Catalogue(
    "unknown",
    (
        Technique(
            name="own-class",
            group="unknown",
            summary="The unknown class is a class like any other; the default.",
            source="standard",
            target=f"{_ROOM}.roles:own_class",
            aliases=("single",),
            check="Training sees the data set's own label maps and as many outputs as it has classes.",
            test=f"{_TESTS}/test_roles.py::test_own_class_changes_nothing",
        ),
        Technique(
            name="background",
            group="unknown",
            summary="Pixels of the unknown class are trained as background; scores still ask for it.",
            source="techniques of the 2021 waste-segmentation contest",
            target=f"{_ROOM}.roles:as_background",
            check="Every unknown pixel trains as background, none other changes; validation truth stays.",
            test=f"{_TESTS}/test_roles.py::test_background_takes_every_unknown_pixel_and_no_other",
        ),
        Technique(
            name="ignore",
            group="unknown",
            summary="Pixels of the unknown class are not trained; scores still ask for it.",
            source="techniques of the 2021 waste-segmentation contest",
            target=f"{_ROOM}.roles:ignored",
            check="Every unknown pixel is ignored in training, none other changes; validation truth stays.",
            test=f"{_TESTS}/test_roles.py::test_ignore_takes_every_unknown_pixel_and_no_other",
        ),
        Technique(
            name="split",
            group="unknown",
            summary="Sub-classes that `segscope unknown explore` found are trained and summed again.",
            source="summed outputs: Cermelli et al., MiB, CVPR 2020; sub-classes: Chang et al., CVPR 2020",
            target=f"{_ROOM}.split:split_unknown",
            options=SplitUnknownOptions,
            check="Merged probabilities sum to 1 in any numbering; one part is bit-equal to the class.",
            test=f"{_TESTS}/test_split_training.py::test_one_part_is_bit_equal_to_the_single_class",
        ),
    ),
)
