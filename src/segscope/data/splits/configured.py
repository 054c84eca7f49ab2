"""The fold that a config names: ``data.split=FILE data.fold=0``."""

from segscope.config.run_config import DataConfig
from segscope.data.sample import Dataset
from segscope.data.splits.folded_dataset import FoldedDataset, FoldNames
from segscope.data.splits.split_file import SplitFile, read_split_file
from segscope.errors import ConfigError, DataError


def pin_split(data: DataConfig) -> DataConfig:
    """Note the hash of the config's split file, so that the run keeps it.

    Raises:
        ConfigError: ``data.split`` and ``data.fold`` do not stand together.
        DataError: The file is no split file, or not the one whose hash the config names.

    Example:
        >>> pin_split(DataConfig(path="camvid")).split_sha256 is None
        True
    """
    split = _named_split(data)
    return data if split is None else data.model_copy(update={"split_sha256": split.sha256})


def fold_of_config(dataset: Dataset, data: DataConfig) -> Dataset:
    """Give the data set as the config's fold sees it; without a split file, the data set itself.

    Raises:
        ConfigError: There is no such fold, or ``data.split`` and ``data.fold`` do not stand together.
        DataError: The file is no split file, not the one that the run began with, or for other data.
    """
    split = _named_split(data)
    if split is None or data.split is None or data.fold is None:
        return dataset
    return FoldedDataset(
        dataset, split, data.fold, path=data.split, names=FoldNames(train=data.train, val=data.val)
    )


def _named_split(data: DataConfig) -> SplitFile | None:
    if data.split is None and data.fold is None:
        return None
    if data.split is None:
        raise ConfigError(
            f"data.fold={data.fold} needs the split file that it is a fold of: data.split=FILE."
        )
    split = read_split_file(data.split)
    if data.fold is None:
        raise ConfigError(
            f"{data.split} holds {split.folds} folds: say which one validates, as data.fold=0, or train all "
            "with `segscope train ... --folds K`."
        )
    if data.train == data.val:
        raise ConfigError(f"data.train and data.val are both {data.val!r}: the two parts need two names.")
    if data.split_sha256 not in (None, split.sha256):
        raise DataError(
            f"{data.split} is not the split file that data.split_sha256 names ({data.split_sha256:.12}…, and "
            f"its own hash is {split.sha256[:12]}…): put that file back, or leave the hash out in a new run."
        )
    return split
