"""``data.split`` and ``data.fold`` in a config."""

from pathlib import Path

import pytest

from segscope.config.load import load_config
from segscope.config.run_config import DataConfig
from segscope.data.open import open_dataset
from segscope.data.splits import divide
from segscope.data.splits.configured import fold_of_config, pin_split
from segscope.errors import ConfigError, DataError
from tests.data.folders import write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "data")


@pytest.fixture
def file(folder: Path, tmp_path: Path) -> Path:
    return divide(open_dataset(folder), options={"folds": 3}).write(tmp_path / "split.csv")


def config(folder: Path, *words: str) -> DataConfig:
    return load_config(None, words, data=str(folder)).data


def test_without_a_split_file_the_data_set_is_itself(folder: Path) -> None:
    data = open_dataset(folder)
    assert fold_of_config(data, config(folder)) is data


def test_the_fold_validates_and_the_rest_trains_under_the_configs_names(folder: Path, file: Path) -> None:
    pinned = pin_split(config(folder, f"data.split={file}", "data.fold=1", "data.train=fit"))

    seen = fold_of_config(open_dataset(folder), pinned).samples

    assert pinned.split_sha256 == divide(open_dataset(folder), options={"folds": 3}).split.sha256
    assert (len(seen["fit"]), len(seen["val"])) == (4, 2)


def test_another_file_in_its_place_is_noticed(folder: Path, file: Path, tmp_path: Path) -> None:
    pinned = pin_split(config(folder, f"data.split={file}", "data.fold=0"))
    file.unlink()
    divide(open_dataset(folder), "k-fold", {"folds": 3, "seed": 5}).write(file)

    with pytest.raises(DataError, match=r"is not the split file that data.split_sha256 names"):
        fold_of_config(open_dataset(folder), pinned)


def test_half_of_the_setting_says_what_is_missing(folder: Path, file: Path) -> None:
    with pytest.raises(ConfigError, match=r"holds 3 folds: say which one validates, as data.fold=0"):
        pin_split(config(folder, f"data.split={file}"))
    with pytest.raises(ConfigError, match=r"data\.fold=2 needs the split file"):
        pin_split(config(folder, "data.fold=2"))
    with pytest.raises(ConfigError, match="both 'a'"):
        pin_split(config(folder, f"data.split={file}", "data.fold=0", "data.train=a", "data.val=a"))
