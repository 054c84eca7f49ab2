"""Class sets; label maps in, counts out; scores from counts. numpy and a small native part, no more."""

from segscope.engine.confusion import Confusion, count_confusion
from segscope.engine.count_rule import CountRule
from segscope.engine.counting import count, count_batch
from segscope.engine.objects import ImageObjects, list_objects

__all__ = [
    "Confusion",
    "CountRule",
    "ImageObjects",
    "count",
    "count_batch",
    "count_confusion",
    "list_objects",
]
