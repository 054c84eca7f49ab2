"""A data set divided by name: counts against the masks, leaks that were planted, wrong options refused."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from segscope.data.open import open_dataset
from segscope.data.sample import Dataset
from segscope.data.splits import divide, read_split_file, write_split_file
from segscope.errors import ConfigError, DataError, StoreError, UsageError
from tests.data.folders import ids_like, write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six scenes of four frames in train, two in val, and a test split."""
    names = [f"s{scene}_{frame}" for scene in range(8) for frame in range(4)]
    masks = {
        "train": {name: ids_like(index) for index, name in enumerate(names[:24])},
        "val": {name: ids_like(index + 24) for index, name in enumerate(names[24:])},
        "test": {"s9_0": ids_like(99), "s9_1": ids_like(98)},
    }
    return write_folder(tmp_path / "data", masks)


@pytest.fixture
def data(folder: Path) -> Dataset:
    return open_dataset(folder)


def test_every_labelled_picture_but_those_of_test_gets_a_fold(data: Dataset, folder: Path) -> None:
    division = divide(data, options={"folds": 4})

    assert {row.split for row in division.split.rows} == {"train", "val"}
    assert len(division.split.rows) == 32
    assert division.balance.sizes.tolist() == [8, 8, 8, 8]
    assert (division.leaks.groups, division.leaks.any) == (8, False)
    by_fold = np.zeros((4, 4), np.int64)
    for row in division.split.rows:
        mask = np.asarray(Image.open(folder / row.split / "masks" / f"{row.id}.png"))
        by_fold[row.fold] += np.bincount(mask.ravel(), minlength=4)
    assert division.balance.pixels.tolist() == by_fold.tolist()


def test_the_file_says_method_options_and_data(data: Dataset, tmp_path: Path) -> None:
    division = divide(data, "kfold", {"folds": 2, "seed": 5}, pool=["train"])

    write_split_file(tmp_path / "split.csv", division.split)

    kept = read_split_file(tmp_path / "split.csv")
    assert (kept.method, dict(kept.options)) == ("k-fold", {"folds": 2, "seed": 5})
    assert kept.label_hash == data.label_source_hash()
    assert division.to_dict()["sha256"] == kept.sha256


def test_a_planted_copy_and_torn_groups_are_told(folder: Path) -> None:
    picture = folder / "train/images/s0_0.png"
    (folder / "val/images/s7_3.png").write_bytes(picture.read_bytes())
    Image.open(picture).save(folder / "val/images/s6_3.jpg", quality=92, subsampling=0)
    (folder / "val/images/s6_3.png").unlink()
    data = open_dataset(folder)

    found = divide(data, "k-fold", {"folds": 4})

    folds = {row.id: row.fold for row in found.split.rows}
    torn = {f"s{scene}" for scene in range(8) if len({folds[f"s{scene}_{i}"] for i in range(4)}) > 1}
    assert {group for group, _ in found.leaks.torn} == torn
    for seed in range(20):  # until both copies are in another fold than the original
        leaks = divide(data, "k-fold", {"folds": 4, "seed": seed}).leaks
        pairs = {frozenset((one.first, one.second)): one.identical for one in leaks.twins}
        if len(pairs) >= 2:
            break
    assert pairs[frozenset(("train/s0_0", "val/s7_3"))] is True
    assert False in pairs.values()


def test_a_file_is_never_replaced_by_another_division(data: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "split.csv"
    first = divide(data, options={"folds": 2}).write(path)
    content = first.read_bytes()

    assert divide(data, options={"folds": 2}).write(path) == path
    with pytest.raises(StoreError, match="holds something else already"):
        divide(data, options={"folds": 4}).write(path)
    assert path.read_bytes() == content


def test_one_holdout_part(data: Dataset) -> None:
    division = divide(data, "holdout", {"share": 0.25})

    assert division.split.folds == 1
    assert division.balance.sizes.tolist() == [8]


@pytest.mark.parametrize(
    ("method", "options", "complaint"),
    [
        ("stratified", {"share": 0.5}, "method stratified has no option share; it has folds, seed, balance"),
        ("k-fold", {"folds": 1}, "folds of method k-fold: .* greater than or equal to 2, not 1"),
        ("group", {"folds": 9}, "9 folds of 8 groups"),
    ],
)
def test_wrong_options_are_named(
    data: Dataset, method: str, options: dict[str, float], complaint: str
) -> None:
    with pytest.raises(UsageError, match=complaint):
        divide(data, method, options)


def test_an_unknown_method_or_split_names_the_known_ones(data: Dataset) -> None:
    with pytest.raises(ConfigError, match="did you mean 'stratified-group'"):
        divide(data, "stratified-grup")
    with pytest.raises(UsageError, match="no split 'training'; there are train, val, test"):
        divide(data, pool=["training"])


def test_a_mask_that_cannot_be_read_stops_the_division(folder: Path) -> None:
    (folder / "train/masks/s0_0.png").write_bytes(b"broken")

    with pytest.raises(DataError, match=r"s0_0\.png"):
        divide(open_dataset(folder))


def test_pictures_without_any_class_are_not_divided(tmp_path: Path) -> None:
    void = {f"s{index}_0": np.full((24, 32), 255, np.uint8) for index in range(4)}
    data = open_dataset(write_folder(tmp_path / "data", {"train": void}), ignore=255)
    with pytest.raises(DataError, match="no picture shows any class, all pixels are ignored"):
        divide(data, options={"folds": 2})
