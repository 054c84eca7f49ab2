"""What an augmentation of single samples is."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from segscope.engine.class_set import LabelMap


class Augmentation(Protocol):
    """Changes one sample; picture and label map move together.

    Everything random is drawn from the generator that is passed in, so that a sample's draws depend
    on the seed, the epoch and its position alone, whatever the workers do.
    """

    def __call__(
        self, picture: NDArray[np.uint8], label_map: LabelMap, rng: np.random.Generator
    ) -> tuple[NDArray[np.uint8], LabelMap]:
        """Give the changed (H, W, C) picture and (H, W) label map; the inputs stay unchanged."""
