"""What is done with label maps once they are predicted, by name."""

from typing import Annotated

from pydantic import Field

from segscope.config.catalogue.technique import Catalogue, Options, Technique


class SmallRegionsOptions(Options):
    """Options of the removal of small regions.

    Attributes:
        min_pixels: Regions of fewer pixels are removed.
        min_share: Regions below this share of the picture are removed, too.
        classes: Least pixels of single classes, by name, in place of both; 0 keeps all of that class.
    """

    min_pixels: int = Field(default=64, ge=0)
    min_share: float = Field(default=0.0, ge=0, lt=1)
    classes: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)


POSTS = Catalogue(
    "post",
    (
        Technique(
            name="small-regions",
            group="post",
            summary="Connected regions below a size take the class that they share the longest border with.",
            source="standard",
            target="segscope.train.post.small_regions:SmallRegions",
            options=SmallRegionsOptions,
            check="Equal to merging the smallest region again and again; no small one is left.",
            test="tests/train/post/test_small_regions.py::test_it_equals_merging_the_smallest_again_and_again",
        ),
    ),
)
