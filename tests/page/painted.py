"""What a canvas of the page shows, as the browser puts it on the screen."""

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Locator


def pixels_of(shown: Locator) -> NDArray[Any]:
    """Give what stands on the screen where an element is, (H, W, 3)."""
    with Image.open(io.BytesIO(shown.screenshot(animations="disabled"))) as picture:
        return np.asarray(picture.convert("RGB"))


def share_of(pixels: NDArray[Any], colour: str, tolerance: int = 3) -> float:
    """Tell which share of pixels has a colour ``#rrggbb``."""
    wanted = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])
    return float((np.abs(pixels.astype(int) - wanted).max(axis=-1) <= tolerance).mean())
