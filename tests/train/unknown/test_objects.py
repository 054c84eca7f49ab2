"""Objects by number: annotated ones keep theirs, the rest are components; pictures by one name."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from segscope.data.open import open_dataset
from segscope.data.sample import Sample
from segscope.data.splits import divide, read_split_file
from segscope.data.splits.folded_dataset import FoldedDataset
from segscope.train.unknown.objects import number_objects, picture_key
from tests.train.unknown.objects_data import write_objects

SAMPLE = Sample("a", "train", Path("a.png"))


class Annotated:
    """A data set with an instance map."""

    def __init__(self, numbers: NDArray[np.int32] | None) -> None:
        self.numbers = numbers

    def read_instance_map(self, sample: Sample) -> NDArray[np.int32] | None:
        return self.numbers


@pytest.mark.parametrize("seed", range(4))
def test_components_are_those_of_scipy(seed: int) -> None:
    labels = np.random.default_rng(seed).integers(0, 3, (20, 30)).astype(np.uint8)
    numbers = number_objects(Annotated(None), SAMPLE, labels, 1)  # type: ignore[arg-type]
    expected, count = ndimage.label(labels == 1, structure=np.ones((3, 3)))
    assert numbers.max() == count
    pairs = set(zip(numbers.ravel().tolist(), expected.ravel().tolist(), strict=True))
    assert len(pairs) == count + 1  # one to one, zero included
    assert (0, 0) in pairs


def test_annotated_objects_keep_their_numbers_and_the_rest_come_behind() -> None:
    labels = np.array([[1, 1, 0, 1, 1], [1, 1, 0, 0, 1], [0, 0, 0, 0, 1]], dtype=np.uint8)
    annotated = np.array([[7, 4, 4, 0, 0], [7, 4, 0, 9, 0], [0, 0, 0, 9, 0]], dtype=np.int32)
    numbers = number_objects(Annotated(annotated), SAMPLE, labels, 1)  # type: ignore[arg-type]
    assert numbers.tolist() == [[7, 4, 0, 10, 10], [7, 4, 0, 0, 10], [0, 0, 0, 0, 10]]


def test_a_picture_has_one_name_in_the_data_set_and_in_its_folds(tmp_path: Path) -> None:
    dataset = open_dataset(write_objects(tmp_path / "data", pictures=4, val=2))
    file = divide(dataset, "k-fold", {"folds": 2}).write(tmp_path / "split.csv")
    folded = FoldedDataset(dataset, read_split_file(file), 0, path=file)
    plain = {picture_key(dataset, s) for samples in dataset.samples.values() for s in samples}
    split = {picture_key(folded, s) for samples in folded.samples.values() for s in samples}
    assert plain == split
    assert "images/train/000.png" in plain
