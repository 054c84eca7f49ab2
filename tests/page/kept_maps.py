"""Label maps of a trained workspace, read from its files by Pillow: the truth that pages are held against."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray
from PIL import Image


@dataclass(frozen=True)
class KeptMaps:
    """Ground truth and prediction of one picture, both (H, W); the drawn sets hold no ignored pixels."""

    truth: NDArray[Any]
    prediction: NDArray[Any]

    @property
    def wrong(self) -> int:
        """Wrong pixels."""
        return int((self.truth != self.prediction).sum())

    def pairs(self) -> Counter[tuple[int, int]]:
        """Count the wrong pixels by (true class, predicted class)."""
        at = self.truth != self.prediction
        return Counter(zip(self.truth[at].tolist(), self.prediction[at].tolist(), strict=True))


def read_maps(workspace: Path, run: str, validation: int, sample: str) -> KeptMaps:
    """Read both label maps of a picture of the split ``val``."""
    name = f"{quote(sample, safe='')}.png"
    truth = next((workspace / "labels").glob(f"*/val/{name}"))
    prediction = workspace / "runs" / run / "validations" / f"{validation:04d}" / "predictions" / name
    with Image.open(truth) as one, Image.open(prediction) as other:
        return KeptMaps(np.asarray(one), np.asarray(other))
