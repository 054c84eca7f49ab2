"""Validation splits: pictures divided into folds, the file that keeps them, and a data set seen by one."""

from segscope.data.splits.division import DEFAULT_METHOD, Division, choose_splitter, divide
from segscope.data.splits.folded_dataset import FoldedDataset, FoldNames
from segscope.data.splits.pictures import ALWAYS_TRAIN, Pictures
from segscope.data.splits.quality import FoldBalance, measure_balance
from segscope.data.splits.split_file import SplitFile, SplitRow, read_split_file, write_split_file

__all__ = [
    "ALWAYS_TRAIN",
    "DEFAULT_METHOD",
    "Division",
    "FoldBalance",
    "FoldNames",
    "FoldedDataset",
    "Pictures",
    "SplitFile",
    "SplitRow",
    "choose_splitter",
    "divide",
    "measure_balance",
    "read_split_file",
    "write_split_file",
]
