"""How a predictor looks at a picture: test-time augmentation and tiles, by name."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from segscope.config.catalogue.technique import Catalogue, Options, Technique


class FlipViewsOptions(Options):
    """Options of flip test-time augmentation.

    Attributes:
        direction: ``horizontal`` (2 views), ``vertical`` (2) or ``both`` (4). Vertical flips help only
            models that were trained with them.
    """

    direction: Literal["horizontal", "vertical", "both"] = "horizontal"


class ScaleViewsOptions(Options):
    """Options of the resize ensemble.

    Attributes:
        factors: The sizes, as factors of the picture's own; one forward pass each.
    """

    factors: tuple[Annotated[float, Field(gt=0, le=8)], ...] = Field(default=(0.75, 1.0, 1.25), min_length=1)


class SlidingWindowOptions(Options):
    """Options of the sliding window.

    Attributes:
        size: Side of the square tiles, in pixels; multiples of 32 are never padded.
        overlap: Least share of a tile that it has in common with the next, 0 … 0.9.
        blend: How a tile's weight falls from centre to edge: ``gaussian`` (as in nnU-Net) or ``linear``.
        margin: Outermost pixels of each tile that are not used where the picture goes on. With a margin of
            a model's receptive radius the result is that of the whole picture.
    """

    size: int = Field(default=512, ge=32)
    overlap: float = Field(default=0.25, ge=0, le=0.9)
    blend: Literal["gaussian", "linear"] = "gaussian"
    margin: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _covered(self) -> "SlidingWindowOptions":
        if 2 * self.margin > int(self.size * self.overlap):
            needed = 2 * self.margin / self.size
            raise ValueError(
                f"a margin of {self.margin} px at {self.size} px needs an overlap of {needed:.3g} or more"
            )
        return self


TTA = Catalogue(
    "tta",
    (
        Technique(
            name="flip",
            group="tta",
            summary="Mean of the probabilities of a picture and its mirror images, mirrored back.",
            source="Krizhevsky et al., NeurIPS 2012 (test-time flips)",
            target="segscope.train.predictors.flips:FlipViews",
            options=FlipViewsOptions,
            aliases=("hflip",),
            check="A mirrored picture gives the mirrored result; an equivariant model is unchanged.",
            test="tests/train/predictors/test_flips.py::test_the_result_turns_with_the_picture",
        ),
        Technique(
            name="scales",
            group="tta",
            summary="Resize ensemble: mean of the probabilities at several sizes, at the picture's own size.",
            source="Chen et al., CVPR 2016 (multi-scale inference)",
            target="segscope.train.predictors.scales:ScaleViews",
            options=ScaleViewsOptions,
            aliases=("resize",),
            check="One factor of 1 changes nothing; a plain picture keeps its probabilities; they sum to 1.",
            test="tests/train/predictors/test_scales.py::test_a_plain_picture_keeps_its_probabilities",
        ),
    ),
)

WINDOWS = Catalogue(
    "window",
    (
        Technique(
            name="sliding-window",
            group="window",
            summary="Overlapping tiles of large pictures, blended by weights that sum to 1.",
            source="Isensee et al., nnU-Net, Nature Methods 2021",
            target="segscope.train.predictors.sliding_window:SlidingWindow",
            options=SlidingWindowOptions,
            aliases=("tiles",),
            check="With a margin of the receptive radius, aligned tiles give what the whole picture gives.",
            test="tests/train/predictors/test_sliding_window.py::test_tiles_give_what_the_whole_picture_gives",
        ),
    ),
)
