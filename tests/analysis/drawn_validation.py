"""Label maps with all kinds of errors, and the tables that the engine counts from them."""

import numpy as np
from numpy.typing import NDArray

from segscope.engine import count, list_objects
from segscope.engine.class_set import ClassSet
from segscope.engine.count_tables import CountTables
from segscope.engine.object_tables import ObjectTables
from segscope.engine.reliability import Reliability, count_reliability
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


def listed(pairs: Pairs) -> ObjectTables:
    """List the objects of pairs."""
    objects = [
        list_objects(truth.astype(np.uint8), guess.astype(np.uint8), num_classes=NUM_CLASSES, ignore=IGNORE)
        for truth, guess in pairs
    ]
    return ObjectTables.from_objects([str(i) for i in range(len(pairs))], NUM_CLASSES, objects)


def relied(confidences: list[NDArray[np.uint8]], pairs: Pairs) -> Reliability:
    """Count how reliable the predictions of pairs are."""
    total = Reliability(*np.zeros((2, NUM_CLASSES, 256), dtype=np.int64))
    for sure, (truth, guess) in zip(confidences, pairs, strict=True):
        maps = truth.astype(np.uint8), guess.astype(np.uint8)
        total += count_reliability(*maps, sure, num_classes=NUM_CLASSES, ignore=IGNORE)
    return total
