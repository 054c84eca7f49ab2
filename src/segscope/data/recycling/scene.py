"""A scene: what the pictures of one batch share (ground, light, camera)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from segscope.data.recycling.blueprint import Colours
from segscope.data.recycling.light import Light
from segscope.data.recycling.noise import Rng, value_noise
from segscope.data.recycling.surfaces import GROUNDS, Ground


@dataclass(frozen=True)
class Camera:
    """How one camera spoils what it sees.

    Attributes:
        exposure: Brightness, around 1.
        blur: Deviation of the lens blur in 256ths of the picture's shorter side.
        noise: Deviation of the sensor's noise, in shares of white.
        vignette: How much darker the corners are, 0 … 1.
        quality: JPEG quality, 1 … 95.
    """

    exposure: float
    blur: float
    noise: float
    vignette: float
    quality: int

    @classmethod
    def draw(cls, rng: Rng) -> "Camera":
        """Draw the camera of one scene."""
        return cls(
            exposure=float(rng.uniform(0.88, 1.08)),
            blur=float(rng.uniform(0.25, 0.6)),
            noise=float(rng.uniform(0.006, 0.022)),
            vignette=float(rng.uniform(0.05, 0.3)),
            quality=int(rng.integers(78, 93)),
        )

    def take(self, rng: Rng, canvas: Colours, scale: float) -> NDArray[np.uint8]:
        """Turn (h, w, 3) light into the picture's bytes (before JPEG)."""
        height, width = canvas.shape[:2]
        x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
        y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
        fall = self.exposure * (1 - self.vignette * (x**2 + y**2) / 2)
        levels = (np.clip(canvas * fall[..., None], 0, 1) * 255).astype(np.uint8)
        sharp = Image.fromarray(levels).filter(ImageFilter.GaussianBlur(self.blur * scale))
        noise = rng.standard_normal((height, width, 3), dtype=np.float32) * np.float32(255 * self.noise)
        return np.clip(np.asarray(sharp, dtype=np.float32) + noise + 0.5, 0, 255).astype(np.uint8)


@dataclass(frozen=True)
class Scene:
    """What the pictures of one batch share."""

    ground: Ground
    light: Light
    camera: Camera

    @classmethod
    def draw(cls, rng: Rng, turn: int) -> "Scene":
        """Draw a scene; ``turn`` walks through the kinds of ground, so that few scenes show many."""
        return cls(GROUNDS[turn % len(GROUNDS)](rng), Light.draw(rng), Camera.draw(rng))

    def bare(self, rng: Rng, shape: tuple[int, int], scale: float) -> Colours:
        """Draw the empty ground under this scene's light: (h, w, 3) RGB in about 0 … 1."""
        uneven = 1 + 0.07 * value_noise(rng, shape, 160 * scale)
        x = np.linspace(-0.5, 0.5, shape[1], dtype=np.float32)[None, :]
        y = np.linspace(-0.5, 0.5, shape[0], dtype=np.float32)[:, None]
        slant = 1 + 0.14 * self.light.hardness * (x * self.light.direction[0] + y * self.light.direction[1])
        ground = self.ground(rng, shape, scale) * (uneven * slant)[..., None]
        return ground.astype(np.float32)
