"""The unknown class as a class, as background, and left out: what training sees, and what it does not."""

from pathlib import Path

import numpy as np
import pytest

from segscope.config.choice import UnknownChoice
from segscope.data.open import open_dataset
from segscope.data.sample import Dataset
from segscope.errors import ConfigError
from segscope.train.unknown.build import view_for_training
from segscope.train.unknown.view import TrainingView
from tests.train.unknown.objects_data import write_objects

PIXELS = (1000, 200, 50)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return open_dataset(write_objects(tmp_path_factory.mktemp("roles") / "data", pictures=3, val=2))


def view_of(dataset: Dataset, **choice: object) -> TrainingView:
    return view_for_training(UnknownChoice.model_validate(choice), dataset, dataset.samples["train"], PIXELS)


def maps(dataset: Dataset, split: str = "train") -> list[np.ndarray]:
    return [dataset.read_label_map(sample) for sample in dataset.samples[split]]


def test_own_class_changes_nothing(dataset: Dataset) -> None:
    view = view_of(dataset, name="own-class")
    assert view.dataset is dataset
    assert view.class_pixels == PIXELS
    assert view.subclasses.num_outputs == 3
    assert view.pseudo_values == {}


def test_background_takes_every_unknown_pixel_and_no_other(dataset: Dataset) -> None:
    view = view_of(dataset, name="background")
    for before, after in zip(maps(dataset), maps(view.dataset), strict=True):
        assert (before == 1).any()
        np.testing.assert_array_equal(after, np.where(before == 1, 0, before))
        assert after.dtype == before.dtype
    assert view.class_pixels == (1200, 0, 50)
    assert view.pseudo_values == {1: 0}
    assert view.dataset.class_set == dataset.class_set


def test_ignore_takes_every_unknown_pixel_and_no_other(dataset: Dataset) -> None:
    view = view_of(dataset, name="ignore")
    for before, after in zip(maps(dataset), maps(view.dataset), strict=True):
        np.testing.assert_array_equal(after, np.where(before == 1, 255, before))
    assert view.class_pixels == (1000, 0, 50)
    assert view.pseudo_values == {1: 255}


def test_another_class_can_be_meant(dataset: Dataset) -> None:
    view = view_of(dataset, **{"name": "ignore", "class": "box"})
    for before, after in zip(maps(dataset), maps(view.dataset), strict=True):
        np.testing.assert_array_equal(after, np.where(before == 2, 255, before))


def test_a_missing_role_is_one_sentence(tmp_path: Path) -> None:
    folder = write_objects(tmp_path / "data", pictures=1, val=1)
    (folder / "classes.yaml").write_text("classes: [ground, thing, box]\nignore: 255\n", encoding="utf-8")
    plain = open_dataset(folder)
    view_of(plain, name="own-class")
    with pytest.raises(ConfigError, match=r"no class has the role unknown, which `unknown: ignore` needs"):
        view_of(plain, name="ignore")
    with pytest.raises(ConfigError, match=r"no class has the role background"):
        view_of(plain, **{"name": "background", "class": "thing"})
    with pytest.raises(ConfigError, match=r"unknown.class: there is no class 'thnig'"):
        view_of(plain, **{"name": "ignore", "class": "thnig"})
