"""Augmentations of single samples, by name, applied in the order of the config."""

from segscope.config.catalogue.augmentation_options import (
    AffineOptions,
    ColourOptions,
    CopyPasteOptions,
    CutoutOptions,
    FlipOptions,
    GridMaskOptions,
    ScaleCropOptions,
)
from segscope.config.catalogue.technique import Catalogue, Technique

_CODE = "segscope.train.augmentations"
_TESTS = "tests/train/augmentations"

AUGMENTATIONS = Catalogue(
    "augmentation",
    (
        Technique(
            name="scale-crop",
            group="augmentation",
            summary="Zoom by a random factor, cut a square (on a rare class, if asked); outside is ignored.",
            source="standard",
            target=f"{_CODE}.scale_crop:ScaleCrop",
            options=ScaleCropOptions,
            check="at scale 1 whole pixels move; crops on rare classes hold a pixel of the class drawn",
            test=f"{_TESTS}/test_scale_crop.py::test_a_crop_at_scale_one_moves_whole_pixels",
        ),
        Technique(
            name="flip",
            group="augmentation",
            summary="Mirror the picture and its label map.",
            source="standard",
            target=f"{_CODE}.flip:Flip",
            options=FlipOptions,
            check="picture and label map are mirrored together, as often as asked",
            test=f"{_TESTS}/test_flip.py::test_flips_mirror_both_or_none",
        ),
        Technique(
            name="affine",
            group="augmentation",
            summary="Rotate, shear and shift; labels take their nearest pixel, what lies outside is ignored.",
            source="standard",
            target=f"{_CODE}.affine:Affine",
            options=AffineOptions,
            check="equals scipy's affine_transform, order 1 for the picture and 0 for the labels",
            test=f"{_TESTS}/test_affine.py::test_a_warp_equals_scipys",
        ),
        Technique(
            name="colour",
            group="augmentation",
            summary="Random brightness, contrast and saturation.",
            source="standard",
            target=f"{_CODE}.colour:ColourJitter",
            options=ColourOptions,
            aliases=("color",),
            check="brightness and contrast have closed forms, saturation is torchvision's; labels stay",
            test=f"{_TESTS}/test_colour.py::test_saturation_is_that_of_torchvision",
        ),
        Technique(
            name="cutout",
            group="augmentation",
            summary="Grey squares hide parts of the picture; the labels below are ignored, or kept if asked.",
            source="DeVries & Taylor, 2017",
            target=f"{_CODE}.cutout:Cutout",
            options=CutoutOptions,
            check="hole pixels are grey, labels change there and only there iff they are to be ignored",
            test=f"{_TESTS}/test_cutout.py::test_a_hole_is_grey_and_its_labels_are_as_declared",
        ),
        Technique(
            name="gridmask",
            group="augmentation",
            summary="A turned grid of grey squares, likelier as the training goes on; labels stay.",
            source="Chen et al., GridMask, 2020",
            target=f"{_CODE}.gridmask:GridMask",
            options=GridMaskOptions,
            check="the mean removed share is (1 - ratio)² within 1 %; unturned it is the official mask",
            test=f"{_TESTS}/test_gridmask.py::test_the_removed_share_has_its_closed_form",
        ),
        Technique(
            name="copy-paste",
            group="augmentation",
            summary="Objects cut from other samples of the training split, zoomed, mirrored and pasted.",
            source="Ghiasi et al., CVPR 2021",
            target=f"{_CODE}.copy_paste:CopyPaste",
            options=CopyPasteOptions,
            check="every pasted pixel comes from an object of a training sample; validation is never read",
            test=f"{_TESTS}/test_copy_paste.py::test_objects_come_from_training_samples_alone",
        ),
    ),
)
