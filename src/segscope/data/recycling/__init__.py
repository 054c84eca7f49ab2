"""The embedded sample set: pictures of recycling waste, drawn by code, hard in known ways.

:func:`write_recycling` writes a COCO dataset with the twelve classes of a real waste-sorting
contest. Every difficulty in it is planted and recorded in ``truth.json``: classes that look alike,
tiny objects, soft edges, an UNKNOWN class of several hidden kinds, wrong labels, and scenes that
form groups.
"""

from segscope.data.recycling.classes import RECYCLING_CLASSES, SOFT_EDGED
from segscope.data.recycling.confusables import DEFAULT_PAIRS, random_groups
from segscope.data.recycling.truth import PlantedObject, Truth, WrongLabel
from segscope.data.recycling.write import write_recycling

__all__ = [
    "DEFAULT_PAIRS",
    "RECYCLING_CLASSES",
    "SOFT_EDGED",
    "PlantedObject",
    "Truth",
    "WrongLabel",
    "random_groups",
    "write_recycling",
]
