"""Augmentations of single samples, by name, applied in the order of the config."""

from pydantic import Field, model_validator

from segscope.config.catalogue.technique import Catalogue, Options, Technique


class ScaleCropOptions(Options):
    """Options of the random scale and crop.

    Attributes:
        size: Side of the square crop, in pixels.
        min_scale: Smallest zoom of the picture.
        max_scale: Largest zoom of the picture.
    """

    size: int = Field(default=256, ge=16)
    min_scale: float = Field(default=0.75, gt=0)
    max_scale: float = Field(default=1.5, gt=0)

    @model_validator(mode="after")
    def _ordered(self) -> "ScaleCropOptions":
        if self.min_scale > self.max_scale:
            raise ValueError(f"min_scale {self.min_scale} is above max_scale {self.max_scale}")
        return self


class FlipOptions(Options):
    """Options of the flips.

    Attributes:
        horizontal: Probability of a left-right flip.
        vertical: Probability of an up-down flip; sensible only where pictures are taken from above.
    """

    horizontal: float = Field(default=0.5, ge=0, le=1)
    vertical: float = Field(default=0.0, ge=0, le=1)


class ColourOptions(Options):
    """Options of the colour jitter, each a half-width around "unchanged".

    Attributes:
        brightness: Factor drawn from 1 ± this.
        contrast: Factor drawn from 1 ± this.
        saturation: Factor drawn from 1 ± this.
    """

    brightness: float = Field(default=0.25, ge=0, lt=1)
    contrast: float = Field(default=0.25, ge=0, lt=1)
    saturation: float = Field(default=0.25, ge=0, lt=1)


AUGMENTATIONS = Catalogue(
    "augmentation",
    (
        Technique(
            name="scale-crop",
            group="augmentation",
            summary="Zoom by a random factor, then cut a square; what lies outside is ignored.",
            source="standard",
            target="segscope.train.augmentations.scale_crop:ScaleCrop",
            options=ScaleCropOptions,
        ),
        Technique(
            name="flip",
            group="augmentation",
            summary="Mirror the picture and its label map.",
            source="standard",
            target="segscope.train.augmentations.flip:Flip",
            options=FlipOptions,
        ),
        Technique(
            name="colour",
            group="augmentation",
            summary="Random brightness, contrast and saturation.",
            source="standard",
            target="segscope.train.augmentations.colour:ColourJitter",
            options=ColourOptions,
            aliases=("color",),
        ),
    ),
)
