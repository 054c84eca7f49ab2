"""A frame: where one object lies in the picture, and its own coordinates at every pixel there."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from segscope.data.recycling.light import Light
from segscope.data.recycling.noise import Field
from segscope.data.recycling.shapes import Outline, Ring

_SUPERSAMPLING = 4


@dataclass(frozen=True)
class Pose:
    """Where an object lies: its origin in pixels, its angle in radians, its length in pixels."""

    x: float
    y: float
    angle: float
    length: float

    def to_picture(self, ring: Ring) -> Ring:
        """Turn object coordinates (u, v) into picture coordinates (x, y) in pixels."""
        cosine, sine = np.cos(self.angle) * self.length, np.sin(self.angle) * self.length
        turn = np.array([[cosine, sine], [-sine, cosine]])
        return np.asarray(ring @ turn + np.array([self.x, self.y]))


@dataclass(frozen=True)
class Frame:
    """The pixels around one object.

    Attributes:
        pose: Where the object lies.
        box: Left, top, right, bottom in whole pixels, inside the picture.
        u: (h, w) coordinate along the object's length at each pixel centre.
        v: (h, w) coordinate across it.
        light: The scene's light.
    """

    pose: Pose
    box: tuple[int, int, int, int]
    u: Field
    v: Field
    light: Light

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width in pixels."""
        return self.box[3] - self.box[1], self.box[2] - self.box[0]

    @property
    def pixel(self) -> float:
        """One pixel's size in object units: the width of a crisp edge."""
        return 1.0 / self.pose.length

    def cover(self, outline: Outline) -> Field:
        """Give the share of each pixel, 0 … 1, that the outline covers."""
        return cover(self.box, self.pose, outline)

    def cover_ring(self, *rings: Ring) -> Field:
        """Give the share of each pixel that the union of some rings covers."""
        return cover(self.box, self.pose, Outline(parts=rings))


def make_frame(
    pose: Pose, outline: Outline, size: tuple[int, int], light: Light, margin: int
) -> Frame | None:
    """Lay a frame around an object, or give None where it lies outside the picture.

    Args:
        pose: Where the object lies.
        outline: What it covers.
        size: Width and height of the picture.
        light: The scene's light.
        margin: Pixels to leave around it for blur.
    """
    points = np.concatenate([pose.to_picture(part) for part in outline.parts])
    low, high = np.floor(points.min(axis=0)) - margin, np.ceil(points.max(axis=0)) + margin
    left, top = int(max(low[0], 0)), int(max(low[1], 0))
    right, bottom = int(min(high[0], size[0])), int(min(high[1], size[1]))
    if right - left < 2 or bottom - top < 2:
        return None
    x = np.arange(left, right, dtype=np.float32)[None, :] + np.float32(0.5 - pose.x)
    y = np.arange(top, bottom, dtype=np.float32)[:, None] + np.float32(0.5 - pose.y)
    cosine = np.float32(np.cos(pose.angle) / pose.length)
    sine = np.float32(np.sin(pose.angle) / pose.length)
    return Frame(pose, (left, top, right, bottom), x * cosine + y * sine, y * cosine - x * sine, light)


def cover(box: tuple[int, int, int, int], pose: Pose, outline: Outline, fine: int = _SUPERSAMPLING) -> Field:
    """Rasterise an outline inside a box, ``fine`` × ``fine`` samples a pixel; shares 0 … 1."""
    width, height = box[2] - box[0], box[3] - box[1]
    image = Image.new("L", (width * fine, height * fine))
    draw = ImageDraw.Draw(image)
    for value, rings in ((255, outline.parts), (0, outline.holes)):
        for ring in rings:
            points = (pose.to_picture(ring) - np.array(box[:2])) * fine - 0.5
            draw.polygon([(float(x), float(y)) for x, y in points], fill=value)
    return np.asarray(image.reduce(fine), dtype=np.float32) / np.float32(255)
