"""A blueprint: one object before it is laid down. What it covers, how high it stands, how to paint it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.data.recycling.frame import Frame
from segscope.data.recycling.noise import Field, Rng
from segscope.data.recycling.shapes import Outline

Colours = NDArray[np.floating[Any]]
"""(h, w, 3) RGB in 0 … 1, or one (3,) colour."""


@dataclass(frozen=True)
class Paint:
    """The pixels of one object inside its frame.

    Attributes:
        colour: (h, w, 3) RGB in 0 … 1, already lit.
        alpha: How opaque the object is, 0 … 1, before its outline cuts it.
        tint: (3,) colour of the light that passes through where it is not opaque.
        gloss: (h, w) light that is added on top, or None.
    """

    colour: Colours
    alpha: Field | float = 1.0
    tint: Colours | None = None
    gloss: Field | None = None


Painter = Callable[[Frame], Paint]


@dataclass(frozen=True)
class Blueprint:
    """One object in its own units.

    Attributes:
        outline: What it covers, and what is annotated.
        paint: Draws it inside a frame.
        thickness: How high it stands above the floor, in lengths: the reach of its shadow.
        soft: Deviation of the blur of its edge, as a share of its length (0: crisp).
        pass_light: Share of light that its shadow lets through, 0 … 1.
        bulk: Its length beside that of its class's usual objects.
    """

    outline: Outline
    paint: Painter
    thickness: float = 0.08
    soft: float = 0.0
    pass_light: float = 0.0
    bulk: float = 1.0


Look = Callable[[Rng], Blueprint]
