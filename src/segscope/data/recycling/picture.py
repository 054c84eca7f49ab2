"""One picture: objects chosen, laid down, annotated and drawn, the larger below the smaller."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.data.recycling.annotate import Annotation, annotate
from segscope.data.recycling.blueprint import Blueprint, Colours
from segscope.data.recycling.catalogue import kind
from segscope.data.recycling.confusables import Appearance
from segscope.data.recycling.frame import Frame, Pose, cover, make_frame
from segscope.data.recycling.noise import Rng, blur, fractal, smoothstep
from segscope.data.recycling.placement import Board
from segscope.data.recycling.scene import Scene

_SHORTEST = 5.0


@dataclass(frozen=True)
class Wanted:
    """An object that a picture is to hold: its class, and whether it must not be left out."""

    class_name: str
    needed: bool


@dataclass(frozen=True)
class PlacedObject:
    """An object that has its place.

    Attributes:
        class_name: What it is.
        kind: Which look it has.
        blueprint: How to draw it.
        pose: Where it lies.
        annotation: Its geometry in COCO's terms.
    """

    class_name: str
    kind: str
    blueprint: Blueprint
    pose: Pose
    annotation: Annotation


@dataclass(frozen=True)
class Picture:
    """A drawn picture and its truth.

    Attributes:
        pixels: (H, W, 3) uint8 RGB.
        objects: From the lowest to the topmost.
        visible: (H, W) index into ``objects`` of what the camera sees, −1 where it is the ground.
    """

    pixels: NDArray[np.uint8]
    objects: tuple[PlacedObject, ...]
    visible: NDArray[np.int16]


def draw_picture(
    rng: Rng, scene: Scene, wanted: tuple[Wanted, ...], looks: dict[str, Appearance], size: tuple[int, int]
) -> Picture:
    """Draw one picture.

    Args:
        rng: The picture's own generator.
        scene: What it shares with the other pictures of its batch.
        wanted: The objects that it is to hold.
        looks: How each class is drawn.
        size: Width and height in pixels.
    """
    width, height = size
    scale = min(size) / 256
    objects = _lay_down(rng, wanted, looks, size)
    canvas = scene.bare(rng, (height, width), scale)
    visible = np.full((height, width), -1, dtype=np.int16)
    for index, thing in enumerate(objects):
        frame = make_frame(thing.pose, thing.blueprint.outline, size, scene.light, margin=int(6 * scale) + 2)
        if frame is None:
            continue
        _cast_shadow(canvas, thing, frame, scale)
        share = _lay_paint(rng, canvas, thing, frame)
        left, top, right, bottom = frame.box
        visible[top:bottom, left:right][share > 0.5] = index
    lit = canvas * np.asarray(scene.light.tint, dtype=np.float32)
    return Picture(scene.camera.take(rng, lit, scale), objects, visible)


def _lay_down(
    rng: Rng, wanted: tuple[Wanted, ...], looks: dict[str, Appearance], size: tuple[int, int]
) -> tuple[PlacedObject, ...]:
    """Give each wanted object a look and a place; needed ones choose first, large ones before small."""
    scale = min(size) / 256
    drafts = []
    for want in wanted:
        own = np.random.default_rng(rng.integers(2**63))
        appearance = looks[want.class_name]
        look = appearance.draw(own)
        blueprint = look(own)
        length = max(own.uniform(*appearance.length) * blueprint.bulk * scale, _SHORTEST)
        drafts.append((want, kind(look), blueprint, length))
    drafts.sort(key=lambda draft: (not draft[0].needed, -draft[3]))
    board, placed = Board(size), []
    for want, name, blueprint, length in drafts:
        pose = board.place(rng, blueprint.outline, length, want.needed)
        if pose is None:
            continue
        annotation = annotate(blueprint.outline, pose, size, compressed=bool(rng.random() < 0.5))
        if annotation is not None:
            placed.append(PlacedObject(want.class_name, name, blueprint, pose, annotation))
    return tuple(sorted(placed, key=lambda thing: -thing.annotation.area))


def _cast_shadow(canvas: Colours, thing: PlacedObject, frame: Frame, scale: float) -> None:
    """Darken the ground beside an object, away from the light, and closely around it."""
    blueprint, light, pose = thing.blueprint, frame.light, thing.pose
    rise = blueprint.thickness * pose.length
    x, y, z = light.direction
    step_x, step_y = -x / z * rise * 0.6, -y / z * rise * 0.6
    reach = int(abs(step_x) + abs(step_y) + rise + 6 * scale) + 2
    height, width = canvas.shape[:2]
    box = (
        max(frame.box[0] - reach, 0),
        max(frame.box[1] - reach, 0),
        min(frame.box[2] + reach, width),
        min(frame.box[3] + reach, height),
    )
    shifted = Pose(pose.x + step_x, pose.y + step_y, pose.angle, pose.length)
    soft = blur(
        cover(box, shifted, blueprint.outline, fine=1), (0.35 - 0.15 * light.hardness) * rise + 1.2 * scale
    )
    close = blur(cover(box, pose, blueprint.outline, fine=1), 0.16 * rise + 0.9 * scale)
    held = 1 - blueprint.pass_light
    dark = (1 - (0.25 + 0.35 * light.hardness) * held * soft) * (1 - 0.4 * held * close)
    canvas[box[1] : box[3], box[0] : box[2]] *= dark[..., None].astype(canvas.dtype)


def _lay_paint(rng: Rng, canvas: Colours, thing: PlacedObject, frame: Frame) -> Colours:
    """Blend an object into the canvas; give the share of each pixel that it covers."""
    blueprint = thing.blueprint
    paint = blueprint.paint(frame)
    share = blur(frame.cover(blueprint.outline), blueprint.soft * thing.pose.length)
    left, top, right, bottom = frame.box
    below = canvas[top:bottom, left:right]
    if paint.tint is not None:
        below = below * (1 - share[..., None] * (1 - paint.tint))
    opaque = (share * paint.alpha)[..., None]
    blended = below * (1 - opaque) + paint.colour * _wear(rng, frame) * opaque
    if paint.gloss is not None:
        blended = blended + (paint.gloss * share)[..., None]
    canvas[top:bottom, left:right] = blended
    return share


def _wear(rng: Rng, frame: Frame) -> Colours:
    """Dirty an object a little: (h, w, 1) factors, darker in patches."""
    patches = fractal(rng, frame.shape, 0.3 * frame.pose.length, 3)
    return (1 - rng.uniform(0.0, 0.3) * smoothstep(-0.3, 0.9, patches))[..., None]
