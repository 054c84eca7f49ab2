"""Label maps of sub-classes: each object one label, merged again the truth; wrong files are refused."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from segscope.config.choice import UnknownChoice
from segscope.data.open import open_dataset
from segscope.data.sample import Dataset
from segscope.errors import ConfigError, DataError
from segscope.train.unknown.build import view_for_training
from segscope.train.unknown.objects import number_objects
from segscope.train.unknown.view import TrainingView
from tests.train.unknown.objects_data import kind_at, write_objects
from tests.train.unknown.split_files import truth_file


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return open_dataset(write_objects(tmp_path_factory.mktemp("split") / "data", pictures=5, val=2))


def pixels_of(dataset: Dataset, classes: int = 3) -> tuple[int, ...]:
    maps = [dataset.read_label_map(sample) for sample in dataset.samples["train"]]
    return tuple(int(sum((labels == index).sum() for labels in maps)) for index in range(classes))


def view_of(dataset: Dataset, path: Path, cache: Path | None = None, **options: Any) -> TrainingView:
    choice = UnknownChoice.model_validate({"name": "split", "file": str(path), **options})
    return view_for_training(choice, dataset, dataset.samples["train"], pixels_of(dataset), cache)


def test_each_object_has_the_label_of_its_kind_and_merges_to_the_truth(
    dataset: Dataset, tmp_path: Path
) -> None:
    truth_file(dataset, tmp_path / "unknown.yaml")

    view = view_of(dataset, tmp_path / "unknown.yaml")

    assert view.subclasses.outputs == (1, 3, 4)
    for sample in dataset.samples["train"]:
        before, after = dataset.read_label_map(sample), view.dataset.read_label_map(sample)
        picture, numbers = dataset.read_image(sample), number_objects(dataset, sample, before, 1)
        for number in range(1, int(numbers.max()) + 1):
            kind = kind_at(picture, numbers == number)
            assert set(after[numbers == number].tolist()) == {view.subclasses.outputs[kind]}
        merged = np.where((after == 3) | (after == 4), 1, after)
        np.testing.assert_array_equal(merged, before)


def test_classes_and_pixels_fit_the_label_maps(dataset: Dataset, tmp_path: Path) -> None:
    truth_file(dataset, tmp_path / "unknown.yaml")

    view = view_of(dataset, tmp_path / "unknown.yaml")

    classes = view.dataset.class_set
    assert classes.names == ("ground", "thing", "box", "thing/thing 2", "thing/thing 3")
    assert (classes.unknown, classes.ignore, classes.dtype) == (1, 255, np.dtype(np.uint8))
    assert view.class_pixels == pixels_of(view.dataset, 5)


def test_a_kept_label_map_is_the_one_that_is_made(dataset: Dataset, tmp_path: Path) -> None:
    truth_file(dataset, tmp_path / "unknown.yaml")
    made = view_of(dataset, tmp_path / "unknown.yaml")
    kept = view_of(dataset, tmp_path / "unknown.yaml", cache=tmp_path / "cache")
    for _ in range(2):
        for sample in dataset.samples["train"]:
            np.testing.assert_array_equal(
                kept.dataset.read_label_map(sample), made.dataset.read_label_map(sample)
            )
    assert len(list((tmp_path / "cache").rglob("*.png"))) == 5


def test_one_part_is_the_data_set_itself(dataset: Dataset, tmp_path: Path) -> None:
    truth_file(dataset, tmp_path / "unknown.yaml", cluster_of=lambda _: 1)
    view = view_of(dataset, tmp_path / "unknown.yaml")
    assert view.dataset is dataset
    assert view.class_pixels == pixels_of(dataset)
    assert view.subclasses.num_outputs == 3


def test_objects_that_no_file_names_are_refused_or_ignored(dataset: Dataset, tmp_path: Path) -> None:
    truth_file(dataset, tmp_path / "unknown.yaml", leave_out=2)
    with pytest.raises(DataError, match=r"names no sub-class for \d+ of \d+ pixels of thing"):
        view_of(dataset, tmp_path / "unknown.yaml")

    view = view_of(dataset, tmp_path / "unknown.yaml", unlisted="ignore")
    assert view.class_pixels == pixels_of(view.dataset, 5)
    lost = sum(pixels_of(dataset)) - sum(view.class_pixels)
    assert lost > 0


def test_a_file_of_other_labels_of_another_class_or_of_other_content_is_refused(
    dataset: Dataset, tmp_path: Path
) -> None:
    path = tmp_path / "unknown.yaml"
    content = truth_file(dataset, path)
    with pytest.raises(ConfigError, match=r"splits thing, and the class to split is box"):
        view_of(dataset, path, class_name="box")
    with pytest.raises(DataError, match=r"no longer says what it said"):
        view_of(dataset, path, sha256="0" * 64)
    with pytest.raises(ConfigError, match=r"unknown.file=FILE"):
        view_for_training(UnknownChoice(name="split"), dataset, dataset.samples["train"], pixels_of(dataset))
    other = open_dataset(write_objects(tmp_path / "other", pictures=5, val=2, seed=1))
    with pytest.raises(DataError, match=r"was made for other annotations"):
        view_of(other, path)
    assert view_of(dataset, path, sha256=content.sha256).subclasses.parts == 3
