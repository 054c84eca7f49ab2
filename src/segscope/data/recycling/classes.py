"""The twelve recycling classes and how big their objects are."""

from segscope.engine.class_set import ClassSet

RECYCLING_CLASSES = ClassSet(
    names=(
        "Background",
        "UNKNOWN",
        "General trash",
        "Paper",
        "Paper pack",
        "Metal",
        "Glass",
        "Plastic",
        "Styrofoam",
        "Plastic bag",
        "Battery",
        "Clothing",
    ),
    colours=(
        (0, 0, 0),
        (128, 128, 128),
        (140, 86, 75),
        (240, 228, 66),
        (230, 159, 0),
        (86, 110, 190),
        (0, 158, 115),
        (86, 200, 240),
        (235, 235, 235),
        (204, 121, 167),
        (220, 40, 40),
        (120, 60, 160),
    ),
    background=0,
    unknown=1,
)
"""Background is what nobody annotated; UNKNOWN is some object of no named class."""

OBJECT_CLASSES: tuple[str, ...] = RECYCLING_CLASSES.names[1:]
"""The classes that are annotated; their COCO category ids are 1 … 11."""

SOFT_EDGED: tuple[str, ...] = ("Glass", "Plastic bag")
"""Classes whose objects let the floor shine through and whose edges are hard to place."""

LENGTHS: dict[str, tuple[float, float]] = {
    "UNKNOWN": (62, 105),
    "General trash": (58, 95),
    "Paper": (65, 115),
    "Paper pack": (66, 105),
    "Metal": (50, 85),
    "Glass": (78, 125),
    "Plastic": (72, 120),
    "Styrofoam": (62, 115),
    "Plastic bag": (82, 140),
    "Battery": (34, 48),
    "Clothing": (85, 140),
}
"""Shortest and longest object of each class, in 256ths of the picture's shorter side."""

TINY_LENGTH: tuple[float, float] = (9, 13)
"""The same for classes that are made tiny."""

FREQUENCY: dict[str, float] = {
    "UNKNOWN": 1.0,
    "General trash": 1.4,
    "Paper": 1.6,
    "Paper pack": 1.0,
    "Metal": 1.0,
    "Glass": 1.0,
    "Plastic": 1.4,
    "Styrofoam": 1.0,
    "Plastic bag": 1.4,
    "Battery": 0.7,
    "Clothing": 1.0,
}
"""How often a class is drawn beyond the objects that every picture must hold."""
