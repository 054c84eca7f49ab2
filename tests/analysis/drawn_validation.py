"""Label maps with all kinds of errors, and the tables that the engine counts from them."""

import numpy as np

from segscope.engine import count
from segscope.engine.class_set import ClassSet
from segscope.engine.count_tables import CountTables
from tests.engine.drawn_maps import Ints, Scene, draw

NUM_CLASSES = 4
IGNORE = 255
CLASSES = ClassSet(("floor", "paper", "metal", "glass"), background=0)
Pairs = list[tuple[Ints, Ints]]


def drawn_pairs(seed: int, images: int = 2) -> Pairs:
    """Draw (ground truth, prediction) pairs with void, noise and pixels of no class."""
    scene = {"height": 40, "width": 44, "num_classes": NUM_CLASSES, "unpredicted": 5, "cell": 14}
    return [draw(Scene(**scene, seed=seed * 100 + i)) for i in range(images)]


def counted(pairs: Pairs, num_classes: int = NUM_CLASSES) -> CountTables:
    """Count pairs into tables; the images are named ``a``, ``b`` …"""
    maps = [(truth.astype(np.uint8), guess.astype(np.uint8)) for truth, guess in pairs]
    counts = [count(truth, guess, num_classes=num_classes, ignore=IGNORE) for truth, guess in maps]
    return CountTables.from_counts([chr(ord("a") + i) for i in range(len(counts))], counts)
