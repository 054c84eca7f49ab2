"""Single objects: components of a label map, and annotated instances that lie over each other."""

from pathlib import Path

import numpy as np
from scipy import ndimage

from segscope.data.coco import open_coco
from segscope.data.instances import list_instances, read_instances
from segscope.data.recycling import write_recycling
from tests.train.coded_samples import CodedDataset, coded_sample


def test_without_annotated_instances_components_are_the_objects() -> None:
    dataset = CodedDataset([])
    sample = dataset.samples["train"][0]
    labels = coded_sample(0)[1]
    found = list_instances(read_instances(dataset, sample, labels), labels)
    expected = []
    for value in np.unique(labels):
        numbers, count = ndimage.label(labels == value, structure=np.ones((3, 3)))
        boxes = ndimage.find_objects(numbers)
        for number in range(count):
            rows, columns = boxes[number]
            pixels = int((numbers == number + 1).sum())
            expected.append((int(value), pixels, (rows.start, columns.start, rows.stop, columns.stop)))
    assert sorted((one.class_index, one.pixels, one.box) for one in found) == sorted(expected)


def test_annotated_instances_are_the_visible_parts_of_annotations(tmp_path: Path) -> None:
    write_recycling(tmp_path / "data", images=6, val_images=4, size=96, seed=5)
    dataset = open_coco(tmp_path / "data", cache_dir=tmp_path / "cache")
    background = dataset.class_set.background
    annotated = 0
    for sample in dataset.samples["train"]:
        labels = dataset.read_label_map(sample)
        numbers = read_instances(dataset, sample, labels)
        objects = list_instances(numbers, labels)
        annotated += len(objects)
        assert ((numbers > 0) == (labels != background)).all(), "what is annotated is an object"
        for one in objects:
            assert (labels[numbers == one.number] == one.class_index).all(), "an object has one class"
    truth = sum(1 for _ in (tmp_path / "data" / "train.json").read_text().split('"category_id"')) - 1
    assert 0.5 * truth < annotated <= truth, "an object that is wholly hidden is none"


def test_a_picture_without_objects_has_none() -> None:
    nothing = np.zeros((4, 4), dtype=np.int32)
    assert list_instances(nothing, np.zeros((4, 4), dtype=np.uint8)) == []
