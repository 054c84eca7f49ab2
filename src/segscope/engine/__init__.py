"""Class sets; label maps in, counts out; scores from counts. numpy and a small native part, no more."""

from segscope.engine.confusion import Confusion, count_confusion
from segscope.engine.count_rule import CountRule
from segscope.engine.counting import count, count_batch

__all__ = ["Confusion", "CountRule", "count", "count_batch", "count_confusion"]
