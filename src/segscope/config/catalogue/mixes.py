"""Mixes of the pictures of a batch, by name, applied on the device in the order of the config."""

from pydantic import Field

from segscope.config.catalogue.technique import Catalogue, Options, Technique

_CODE = "segscope.train.mixes"
_TESTS = "tests/train/mixes"


class CutMixOptions(Options):
    """Options of CutMix.

    Attributes:
        probability: Share of the pictures that get a box of another one.
        alpha: The kept share of a picture is drawn from Beta(alpha, alpha); 1 is even.
    """

    probability: float = Field(default=0.5, ge=0, le=1)
    alpha: float = Field(default=1.0, gt=0)


class ClassMixOptions(Options):
    """Options of ClassMix.

    Attributes:
        probability: Share of the pictures that get classes of another one.
        background: Whether the background class may be among the pasted ones, as in the paper.
    """

    probability: float = Field(default=0.5, ge=0, le=1)
    background: bool = True


class SnapMixOptions(Options):
    """Options of SnapMix.

    Attributes:
        probability: Share of the pictures that get a resized box of another one.
        alpha: The kept shares of both pictures are drawn from Beta(alpha, alpha), each its own.
        weights: Whether a class's pixels count by the share of its evidence that is left of its picture;
            without, SnapMix is CutMix with two boxes.
        warmup: Share of the training during which all pixels count 1, since the evidence is noise.
        threshold: Pixels of classes that keep a smaller share of their evidence are left out of the loss.
    """

    probability: float = Field(default=0.5, ge=0, le=1)
    alpha: float = Field(default=5.0, gt=0)
    weights: bool = True
    warmup: float = Field(default=0.2, ge=0, le=1)
    threshold: float = Field(default=0.0, ge=0, le=1)


MIXES = Catalogue(
    "mix",
    (
        Technique(
            name="cutmix",
            group="mix",
            summary="A box of another picture with its labels; each pixel keeps its own label.",
            source="Yun et al., ICCV 2019; French et al., BMVC 2020",
            target=f"{_CODE}.cutmix:CutMix",
            options=CutMixOptions,
            check="a kept share of 1 is the identity; colour, label and origin agree in every pixel",
            test=f"{_TESTS}/test_cutmix.py::test_a_box_of_no_area_is_the_identity",
        ),
        Technique(
            name="classmix",
            group="mix",
            summary="The pixels of half of another picture's classes, cut along their outlines.",
            source="Olsson et al., WACV 2021",
            target=f"{_CODE}.classmix:ClassMix",
            options=ClassMixOptions,
            check="what is pasted is exactly the pixels of floor(n/2) classes, ignored ones never",
            test=f"{_TESTS}/test_classmix.py::test_what_is_pasted_is_half_of_the_classes_exactly",
        ),
        Technique(
            name="snapmix",
            group="mix",
            summary="A resized box of another picture; a class counts by the evidence that is left of it.",
            source="Huang et al., AAAI 2021, in a form for segmentation",
            target=f"{_CODE}.snapmix:SnapMix",
            options=SnapMixOptions,
            check="even evidence and equal boxes give CutMix and its shares; a full box gives the source",
            test=f"{_TESTS}/test_snapmix.py::test_even_evidence_and_equal_boxes_are_cutmix",
        ),
    ),
)
