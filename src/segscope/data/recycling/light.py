"""Light: one lamp or window a scene, and how surfaces answer it."""

from dataclasses import dataclass

import numpy as np

from segscope.data.recycling.noise import Field, Rng


@dataclass(frozen=True)
class Light:
    """Where the light comes from and how hard it is.

    Attributes:
        direction: Unit vector to the light: x right, y down, z towards the camera.
        ambient: Share of light that comes from everywhere, 0 … 1.
        tint: Colour of the light, around 1 per channel.
        hardness: How dark and sharp shadows are, 0 … 1.
    """

    direction: tuple[float, float, float]
    ambient: float
    tint: tuple[float, float, float]
    hardness: float

    @classmethod
    def draw(cls, rng: Rng) -> "Light":
        """Draw a light: daylight or a lamp from any side, 35° to 60° above the floor."""
        azimuth, height = rng.uniform(0, 2 * np.pi), rng.uniform(0.6, 1.05)
        warmth = rng.uniform(-0.06, 0.08)
        hardness = rng.uniform(0.3, 0.9)
        return cls(
            direction=(
                float(np.cos(azimuth) * np.cos(height)),
                float(np.sin(azimuth) * np.cos(height)),
                float(np.sin(height)),
            ),
            ambient=float(0.62 - 0.25 * hardness),
            tint=(1 + float(warmth), 1.0, 1 - float(warmth)),
            hardness=float(hardness),
        )

    def diffuse(self, height: Field) -> Field:
        """Shade a height field.

        Args:
            height: (h, w) heights in pixels.

        Returns:
            (h, w) brightness; level ground has 1.
        """
        slope_x, slope_y = slopes(height)
        x, y, z = self.direction
        lambert = (z - x * slope_x - y * slope_y) / np.sqrt(1 + slope_x**2 + slope_y**2)
        return self.ambient + (1 - self.ambient) * np.maximum(lambert, 0) / z

    def highlight(self, height: Field, sharpness: float) -> Field:
        """Give the mirror-like gloss of a height field in pixels, 0 … 1; sharper is smaller."""
        slope_x, slope_y = slopes(height)
        x, y, z = self.direction
        half = np.array([x, y, z + 1]) / np.sqrt(x**2 + y**2 + (z + 1) ** 2)
        facing = (half[2] - half[0] * slope_x - half[1] * slope_y) / np.sqrt(1 + slope_x**2 + slope_y**2)
        return np.asarray(np.maximum(facing, 0) ** sharpness)


def slopes(height: Field) -> tuple[Field, Field]:
    """Give the slopes of a height field along x and y."""
    padded = np.pad(np.asarray(height, dtype=np.float32), 1, mode="edge")
    slope_x = (padded[1:-1, 2:] - padded[1:-1, :-2]) * np.float32(0.5)
    slope_y = (padded[2:, 1:-1] - padded[:-2, 1:-1]) * np.float32(0.5)
    return slope_x, slope_y
