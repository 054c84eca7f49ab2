"""Objects gathered image by image tell what they tell all at once."""

from collections.abc import Sequence

import numpy as np
import pytest

from segscope.analysis.object_evidence import gather_objects
from segscope.engine import list_objects
from segscope.engine.object_tables import ObjectTables
from tests.engine.drawn_maps import Scene, draw

IMAGES, CLASSES = ("a", "b", "c", "d", "e"), 4


def tables_of(images: Sequence[str]) -> ObjectTables:
    objects = []
    for image in images:
        scene = Scene(90, 110, num_classes=CLASSES, seed=IMAGES.index(image), void=10, relabelled=40, shift=2)
        truth, guess = (label_map.astype(np.uint8) for label_map in draw(scene))
        sure = np.full(truth.shape, 200 + IMAGES.index(image), np.uint8)
        objects.append(list_objects(truth, guess, sure, num_classes=CLASSES, ignore=255))
    return ObjectTables.from_objects(images, CLASSES, objects)


@pytest.mark.parametrize("suspects", [3, 1000])
def test_parts_tell_what_the_whole_tells(suspects: int) -> None:
    whole = gather_objects([tables_of(IMAGES)], background=0, suspects=suspects)
    parts = [tables_of([image]) for image in reversed(IMAGES)]
    gathered = gather_objects(parts, background=0, suspects=suspects)
    assert gathered == whole
    assert len(whole.sizes) > CLASSES
    assert len(whole.suspects) >= min(suspects, 10)
