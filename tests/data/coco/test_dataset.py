"""The opened data set: contract, cache, hash, and the way into worker processes."""

import copy
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from segscope.data.coco import CocoDataset
from segscope.data.sample import Dataset, Sample
from segscope.errors import DataError

Content = dict[str, Any]
OpenContent = Callable[..., CocoDataset]


def files_below(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_it_is_a_dataset(open_content: OpenContent, content: Content) -> None:
    dataset: Dataset = open_content(content)
    sample = dataset.samples["train"][0]

    assert dataset.layout == "coco"
    assert dataset.root.name == "train.json"
    assert (sample.id, sample.split, sample.label) == ("a/1", "train", 1)
    assert dataset.read_image(sample).shape == (*dataset.read_label_map(sample).shape, 3)


def test_the_second_reading_comes_from_the_cache(
    open_content: OpenContent, content: Content, tmp_path: Path
) -> None:
    dataset = open_content(content)
    sample = dataset.samples["train"][0]
    dataset.read_label_map(sample)
    path = dataset.label_cache_path(sample)
    assert (path.parent.parent, path.name) == (tmp_path / "cache", "a%2F1.png")
    with Image.open(path) as image:
        marked = np.array(image)
        palette = image.getpalette()
    assert palette is not None
    marked[7, 11] = 2
    planted = Image.fromarray(marked)
    planted.putpalette(palette)
    planted.save(path)

    assert open_content(content).read_label_map(sample)[7, 11] == 2


def test_nothing_is_written_beside_the_data(
    open_content: OpenContent, content: Content, tmp_path: Path
) -> None:
    dataset = open_content(content)
    before = files_below(tmp_path / "data")
    for sample in dataset.samples["train"]:
        dataset.read_label_map(sample)
        dataset.read_image(sample)

    assert files_below(tmp_path / "data") == before


def test_changed_annotations_are_rasterised_anew(open_content: OpenContent, content: Content) -> None:
    before = open_content(content)
    first = before.read_label_map(before.samples["train"][0])
    changed = copy.deepcopy(content)
    changed["annotations"][0]["category_id"] = 2
    after = open_content(changed)
    second = after.read_label_map(after.samples["train"][0])

    assert (first[0, 0], second[0, 0]) == (1, 2)
    assert before.label_source_hash() != after.label_source_hash()


def test_the_hash_follows_all_that_label_maps_are_made_from(
    open_content: OpenContent, content: Content
) -> None:
    spaced = copy.deepcopy(content) | {"info": {"note": "other bytes"}}
    hashes = [
        open_content(content).label_source_hash(),
        open_content(content, overlap="later-on-top").label_source_hash(),
        open_content(content, crowd="ignore").label_source_hash(),
        open_content(spaced).label_source_hash(),
    ]

    assert len(set(hashes)) == 4
    assert all(len(text) == 64 and int(text, 16) for text in hashes)
    assert open_content(content).label_source_hash() == hashes[0]


def test_it_goes_to_worker_processes(open_content: OpenContent, content: Content) -> None:
    dataset = open_content(content)
    copied: CocoDataset = pickle.loads(pickle.dumps(dataset))
    for sample in dataset.samples["train"]:
        assert np.array_equal(copied.read_label_map(sample), dataset.read_label_map(sample))


def test_errors_come_back_from_worker_processes(open_content: OpenContent, content: Content) -> None:
    content["annotations"][0]["segmentation"] = [[0, 0, 1e9, 0, 1, 1]]
    dataset = open_content(content)
    with pytest.raises(DataError) as caught:
        dataset.read_label_map(dataset.samples["train"][0])

    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_a_label_map_may_be_changed_without_harm(open_content: OpenContent, content: Content) -> None:
    dataset = open_content(content)
    sample = dataset.samples["train"][0]
    for _ in ("made", "kept"):
        label_map = dataset.read_label_map(sample)
        assert label_map.flags.c_contiguous
        label_map[:] = 99

    assert dataset.read_label_map(sample).max() == 1


def test_a_sample_of_another_data_set_is_refused(open_content: OpenContent, content: Content) -> None:
    dataset = open_content(content)
    stranger = Sample("b/9", "train", Path("b/9.png"), label=9)

    for read in (dataset.read_image, dataset.read_label_map):
        with pytest.raises(DataError, match="sample b/9 of train is not in"):
            read(stranger)
