"""What is wrong with a data set, before training finds out."""

from segscope.data.check.dataset_check import check_dataset
from segscope.data.check.report import CheckReport, ClassReport, SplitReport

__all__ = ["CheckReport", "ClassReport", "SplitReport", "check_dataset"]
