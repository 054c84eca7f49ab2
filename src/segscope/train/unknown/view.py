"""What a training sees of the unknown class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from segscope.config.catalogue.technique import Options
from segscope.data.sample import Dataset, Sample
from segscope.train.unknown.subclasses import Subclasses


@dataclass(frozen=True)
class TrainingView:
    """The data as it is trained; validation, pictures and predictions know the data set's own classes.

    Attributes:
        dataset: Gives the label maps to train with; its class set has an entry for each output.
        class_pixels: Pixels of each output in the training split.
        subclasses: Which outputs are parts of the unknown class.
        pseudo_values: What pixels are trained as of which the class alone is known, as in pseudo-labels:
            class index → value; what is not named stays.
    """

    dataset: Dataset
    class_pixels: tuple[int, ...]
    subclasses: Subclasses
    pseudo_values: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ViewRequest:
    """What a view is made of.

    Attributes:
        options: Of the catalogue's entry.
        dataset: The opened data.
        samples: The training split.
        class_pixels: (C,) pixels of each class in it.
        unknown: Index of the class that is meant; None for a class set without such a role.
        label_cache: Where label maps that are costly to make may be kept, or None.
    """

    options: Options
    dataset: Dataset
    samples: Sequence[Sample]
    class_pixels: tuple[int, ...]
    unknown: int | None
    label_cache: Path | None = None
