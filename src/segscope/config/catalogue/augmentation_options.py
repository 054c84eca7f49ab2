"""What can be set of each augmentation of single samples."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from segscope.config.catalogue.technique import Options

HoleLabel = Literal["ignore", "keep"]
"""What becomes of the labels under a hole: no score and no loss counts them, or they stay."""


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


ClassNames = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
"""One name of a class, or a list of them."""


class ScaleCropOptions(Options):
    """Options of the random scale and crop.

    Attributes:
        size: Side of the square crop, in pixels.
        min_scale: Smallest zoom of the picture.
        max_scale: Largest zoom of the picture.
        rare: Probability that the crop is centred on a pixel of a class that is drawn among those of the
            picture: by one over its pixels in the training split, or evenly from ``rare_classes``.
        rare_classes: Names of the classes that ``rare`` draws from; none = all, the rarer the likelier.
    """

    size: int = Field(default=256, ge=16)
    min_scale: float = Field(default=0.75, gt=0)
    max_scale: float = Field(default=1.5, gt=0)
    rare: float = Field(default=0.0, ge=0, le=1)
    rare_classes: ClassNames = ()

    @model_validator(mode="after")
    def _consistent(self) -> "ScaleCropOptions":
        if self.min_scale > self.max_scale:
            raise ValueError(f"min_scale {self.min_scale} is above max_scale {self.max_scale}")
        if self.rare_classes and self.rare == 0:
            raise ValueError("rare_classes are named and rare is 0: set rare to the share of such crops")
        return self


class FlipOptions(Options):
    """Options of the flips.

    Attributes:
        horizontal: Probability of a left-right flip.
        vertical: Probability of an up-down flip; sensible only where pictures are taken from above.
    """

    horizontal: float = Field(default=0.5, ge=0, le=1)
    vertical: float = Field(default=0.0, ge=0, le=1)


class AffineOptions(Options):
    """Options of the affine warp.

    Attributes:
        probability: Share of the samples that are warped.
        rotate: Largest angle to either side, in degrees.
        shear: Largest angle by which upright lines lean, in degrees.
        translate: Largest shift, as a share of the picture's height and width.
    """

    probability: float = Field(default=0.5, ge=0, le=1)
    rotate: float = Field(default=15.0, ge=0, le=180)
    shear: float = Field(default=5.0, ge=0, le=60)
    translate: float = Field(default=0.1, ge=0, le=1)


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


class CutoutOptions(Options):
    """Options of Cutout.

    Attributes:
        probability: Share of the samples that get holes.
        holes: How many squares.
        size: Side of a square, as a share of the picture's shorter side.
        label: ``ignore`` or ``keep`` the labels below. A hole of the default size swallows whole
            objects, whose class nothing in the picture then shows: so they are ignored by default. For
            holes that are small against the objects, ``keep`` makes the model fill in what it cannot see.
    """

    probability: float = Field(default=1.0, ge=0, le=1)
    holes: int = Field(default=1, ge=1)
    size: float = Field(default=0.25, gt=0, le=1)
    label: HoleLabel = "ignore"


class GridMaskOptions(Options):
    """Options of GridMask.

    Attributes:
        probability: Share of the samples that are masked once the ramp is over.
        ramp: Share of the training over which the probability climbs from 0; 0 starts with all of it.
        ratio: Part of a grid unit's side that is kept; a share (1 - ratio)² of the pixels is removed.
        min_unit: Smallest side of a grid unit, as a share of the picture's shorter side.
        max_unit: Largest side of a grid unit, likewise.
        rotate: The grid is turned by an angle from 0 to this, in degrees.
        label: ``keep`` the labels below, as the paper does, or ``ignore`` them.
    """

    probability: float = Field(default=0.8, ge=0, le=1)
    ramp: float = Field(default=1.0, ge=0, le=1)
    ratio: float = Field(default=0.6, gt=0, lt=1)
    min_unit: float = Field(default=0.43, gt=0, le=1)
    max_unit: float = Field(default=1.0, gt=0, le=1)
    rotate: float = Field(default=360.0, ge=0, le=360)
    label: HoleLabel = "keep"

    @model_validator(mode="after")
    def _ordered(self) -> "GridMaskOptions":
        if self.min_unit > self.max_unit:
            raise ValueError(f"min_unit {self.min_unit} is above max_unit {self.max_unit}")
        return self


class CopyPasteOptions(Options):
    """Options of Copy-Paste.

    Attributes:
        probability: Share of the samples that objects are pasted on.
        objects: Largest number of objects pasted on a sample; one up to this many are drawn.
        classes: Names of the classes to paste, each as often as the others; none = every class but
            the background and the unknown class.
        weak_of: A run, by id or name (``parent`` = the config's parent): the classes with the lowest IoU
            in its last validation are written into ``classes`` when the training begins.
        weak_count: How many of them.
        min_scale: Smallest zoom of an object.
        max_scale: Largest zoom of an object.
        smallest: Objects of fewer pixels are not cut out.
        largest: An object is made smaller where it would cover more than this share of the picture.
    """

    probability: float = Field(default=0.5, ge=0, le=1)
    objects: int = Field(default=3, ge=1)
    classes: ClassNames = ()
    weak_of: str | None = None
    weak_count: int = Field(default=3, ge=1)
    min_scale: float = Field(default=0.5, gt=0)
    max_scale: float = Field(default=1.5, gt=0)
    smallest: int = Field(default=32, ge=1)
    largest: float = Field(default=0.25, gt=0, le=1)

    @model_validator(mode="after")
    def _consistent(self) -> "CopyPasteOptions":
        if self.min_scale > self.max_scale:
            raise ValueError(f"min_scale {self.min_scale} is above max_scale {self.max_scale}")
        if self.weak_of is None and self.weak_count != type(self).model_fields["weak_count"].default:
            raise ValueError(f"weak_count is {self.weak_count} and weak_of names no run: name one, or parent")
        return self
