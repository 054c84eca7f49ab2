"""A data set seen by one fold: every picture in one part, with its own pixels, whatever the layout says."""

from pathlib import Path

import numpy as np
import pytest

from segscope.data.check import check_dataset
from segscope.data.open import open_dataset
from segscope.data.sample import Dataset
from segscope.data.splits import FoldedDataset, FoldNames, SplitFile, SplitRow
from segscope.errors import ConfigError, DataError
from tests.data.folders import ids_like, write_folder


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    masks = {
        split: {f"{'tvx'[number]}{index}": ids_like(10 * number + index) for index in range(3)}
        for number, split in enumerate(("train", "val", "test"))
    }
    return open_dataset(write_folder(tmp_path / "data", masks))


def all_rows(data: Dataset, *splits: str) -> tuple[SplitRow, ...]:
    samples = [sample for split in splits for sample in data.samples[split]]
    return tuple(SplitRow(sample.id, index % 3, sample.split) for index, sample in enumerate(samples))


def folded(data: Dataset, rows: tuple[SplitRow, ...], fold: int = 0, **names: str) -> FoldedDataset:
    return FoldedDataset(data, SplitFile(rows), fold, path="split.csv", names=FoldNames(**names))


def test_over_all_folds_each_picture_validates_once_and_trains_otherwise(data: Dataset) -> None:
    rows = all_rows(data, "train", "val")
    everything = {row.id for row in rows}
    validated: list[str] = []

    for fold in range(3):
        view = folded(data, rows, fold)
        val = {sample.id for sample in view.samples["val"]}
        assert {sample.id for sample in view.samples["train"]} == everything - val
        assert view.samples["test"] == data.samples["test"]
        validated += sorted(val)

    assert sorted(validated) == sorted(everything)


def test_pixels_are_those_of_the_picture_behind_it(data: Dataset) -> None:
    view = folded(data, all_rows(data, "train", "val"), 1)
    originals = {sample.id: sample for samples in data.samples.values() for sample in samples}

    for samples in view.samples.values():
        for sample in samples:
            assert np.array_equal(view.read_image(sample), data.read_image(originals[sample.id]))
            assert np.array_equal(view.read_label_map(sample), data.read_label_map(originals[sample.id]))
    assert view.label_source_hash() == data.label_source_hash()
    assert not check_dataset(view).has_errors


def test_equal_ids_in_two_splits_become_two_ids_that_say_where_they_are_from(tmp_path: Path) -> None:
    masks = {
        split: {f"{index}": ids_like(7 * index + len(split)) for index in range(3)}
        for split in ("train", "val")
    }
    data = open_dataset(write_folder(tmp_path / "data", masks))

    views = [folded(data, all_rows(data, "train", "val"), fold) for fold in range(3)]

    validated = [sample.id for view in views for sample in view.samples["val"]]
    assert sorted(validated) == [f"{split}/{index}" for split in ("train", "val") for index in range(3)]
    for sample in views[0].samples["val"]:
        split, name = sample.id.split("/")
        (original,) = [one for one in data.samples[split] if one.id == name]
        assert np.array_equal(views[0].read_label_map(sample), data.read_label_map(original))
    with pytest.raises(DataError, match="such as 0"):  # a file without splits cannot say which is meant
        folded(data, (SplitRow("0", 0), SplitRow("1", 1)))


def test_a_pool_of_one_split_gives_the_parts_its_names_and_hides_what_they_replace(data: Dataset) -> None:
    rows = all_rows(data, "train")

    assert list(folded(data, rows).samples) == ["train", "val", "test"]
    named = folded(data, rows, train="fit", val="check").samples
    assert {name: len(samples) for name, samples in named.items()} == {
        "fit": 2,
        "check": 1,
        "val": 3,
        "test": 3,
    }


def test_rows_may_leave_out_split_and_group_or_name_a_group_of_their_own(data: Dataset) -> None:
    rows = tuple(
        SplitRow(row.id, row.fold, group="g" if row.fold else None) for row in all_rows(data, "train")
    )

    view = folded(data, rows)

    assert [sample.group for sample in view.samples["train"]] == ["g", "g"]
    assert [sample.group for sample in view.samples["val"]] == [None]


def test_a_foreign_or_outdated_file_gives_one_sentence(data: Dataset) -> None:
    rows = all_rows(data, "train")

    with pytest.raises(DataError, match=r"split.csv is not for .*: 1 of its pictures .* such as zebra"):
        folded(data, (*rows, SplitRow("zebra", 1, "train")))
    with pytest.raises(DataError, match=r"no fold for 1 pictures of split train in .*, such as t2"):
        folded(data, rows[:2])
    with pytest.raises(ConfigError, match="has the folds 0 to 2: there is no fold 3"):
        folded(data, rows, 3)
