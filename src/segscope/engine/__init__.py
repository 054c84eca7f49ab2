"""Class sets; label maps in, counts out; scores from counts. numpy and a small native part, no more."""

from segscope.engine.counting import CountRule, count, count_batch

__all__ = ["CountRule", "count", "count_batch"]
