"""One contract for all readers; a new reader joins by one function that writes a small data set for it.

Every factory writes three training and two validation samples whose label maps are ``TRUTHS``, opens
them, and says which file to spoil for the first training sample.
"""

import json
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from segscope.config.class_file import ClassFile
from segscope.data.open import open_dataset
from segscope.data.sample import Dataset, Sample
from segscope.engine.class_set import ClassSet
from segscope.errors import DataError
from tests.data.corpus.raw_png import RGB, png
from tests.data.folders import picture_like, write_folder

SHAPE = (20, 30)
IDS = {"train": ("a_1", "a_2", "b/c_1"), "val": ("d_1", "d_2")}
NAMES = ("Background", "Paper", "Metal")
COLOURS = ((0, 0, 0), (200, 30, 40), (30, 90, 200))
LAYOUTS = ("mask-folder", "colour-masks", "coco")


def _truth(seed: int) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    label_map = np.zeros(SHAPE, np.uint8)
    label_map[2 + seed : 9 + seed, 3:12] = 1
    label_map[4:15, 16 : 20 + seed] = 2
    return label_map


TRUTHS = {
    (split, name): _truth(i + len(split)) for split, names in IDS.items() for i, name in enumerate(names)
}


@dataclass(frozen=True)
class Written:
    """A data set on disk."""

    layout: str
    root: Path
    reopen: Callable[[], Dataset]
    label_file: Path
    change_labels: Callable[[], None]

    @property
    def image_file(self) -> Path:
        return (
            next(self.root.rglob("a_1.png")) if self.layout == "coco" else self.root / "train/images/a_1.png"
        )


def _mask_folder(root: Path) -> Written:
    masks = {split: {name: TRUTHS[split, name] for name in names} for split, names in IDS.items()}
    write_folder(root, masks, class_text="\n".join(NAMES))
    label_file = root / "train/masks/a_1.png"
    return Written(
        "mask-folder",
        root,
        lambda: open_dataset(root),
        label_file,
        lambda: Image.fromarray(1 - TRUTHS["train", "a_1"].clip(0, 1)).save(label_file),
    )


def _colour_masks(root: Path) -> Written:
    masks = {split: {name: TRUTHS[split, name] for name in names} for split, names in IDS.items()}
    write_folder(root, masks, class_text=None)
    for (split, name), truth in TRUTHS.items():
        (root / split / "masks" / f"{name}.png").write_bytes(png(np.array(COLOURS, np.uint8)[truth], 8, RGB))
    classes = ClassFile(ClassSet(NAMES, colours=COLOURS), has_colours=True)
    label_file = root / "train/masks/a_1.png"

    def change_labels() -> None:
        label_file.write_bytes(png(np.zeros((*SHAPE, 3), np.uint8), 8, RGB))

    return Written(
        "colour-masks", root, lambda: open_dataset(root, classes=classes), label_file, change_labels
    )


def _coco(root: Path) -> Written:
    root.mkdir(parents=True)
    for split, names in IDS.items():
        _write_coco(root, split, names)

    def change_labels() -> None:
        content = json.loads((root / "train.json").read_text(encoding="utf-8"))
        content["annotations"][0]["category_id"] = 2
        (root / "train.json").write_text(json.dumps(content), encoding="utf-8")

    return Written(
        "coco",
        root,
        lambda: open_dataset(root, cache_dir=root.parent / "cache"),
        root / "train.json",
        change_labels,
    )


def _write_coco(root: Path, split: str, names: tuple[str, ...]) -> None:
    images: list[dict[str, object]] = []
    annotations: list[dict[str, object]] = []
    for number, name in enumerate(names):
        path = root / split / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(png(picture_like(number, SHAPE), 8, RGB))
        file_name = path.relative_to(root).as_posix()
        images.append({"id": number, "file_name": file_name, "width": SHAPE[1], "height": SHAPE[0]})
        for category in (1, 2):
            rows, columns = np.nonzero(TRUTHS[split, name] == category)
            top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
            corners = [left, top, right, top, right, bottom, left, bottom]
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": number,
                    "category_id": category,
                    "segmentation": [[int(value) for value in corners]],
                    "iscrowd": 0,
                }
            )
    categories = [{"id": index, "name": name} for index, name in enumerate(NAMES) if index]
    content = {"images": images, "categories": categories, "annotations": annotations}
    (root / f"{split}.json").write_text(json.dumps(content), encoding="utf-8")


FACTORIES = {"mask-folder": _mask_folder, "colour-masks": _colour_masks, "coco": _coco}


@pytest.fixture(params=LAYOUTS)
def written(request: pytest.FixtureRequest, tmp_path: Path) -> Written:
    return FACTORIES[request.param](tmp_path / "data")


def _first(dataset: Dataset) -> Sample:
    return next(sample for sample in dataset.samples["train"] if sample.id.endswith("a_1"))


def _own_name(sample: Sample) -> str:
    # COCO names samples by file_name, which begins with the split's folder here.
    return sample.id.removeprefix(f"{sample.split}/")


def test_says_what_it_is(written: Written) -> None:
    dataset = written.reopen()

    assert dataset.layout == written.layout
    assert dataset.root == written.root
    assert dataset.class_set.names == NAMES
    assert dataset.findings == ()


def test_samples_stand_in_a_fixed_order_with_unique_ids(written: Written) -> None:
    dataset, again = written.reopen(), written.reopen()

    assert {split: [_own_name(s) for s in samples] for split, samples in dataset.samples.items()} == {
        split: list(names) for split, names in IDS.items()
    }
    assert dict(dataset.samples) == dict(again.samples)
    for split, samples in dataset.samples.items():
        assert {sample.split for sample in samples} == {split}
        assert len({sample.id for sample in samples}) == len(samples)


def test_pictures_and_label_maps_fit_and_hold_the_truth(written: Written) -> None:
    dataset = written.reopen()
    for split, samples in dataset.samples.items():
        for number, sample in enumerate(samples):
            image, label_map = dataset.read_image(sample), dataset.read_label_map(sample)
            assert image.shape == (*SHAPE, 3)
            assert image.dtype == np.uint8
            assert label_map.dtype == dataset.class_set.dtype
            assert np.array_equal(label_map, TRUTHS[split, _own_name(sample)])
            assert image.std() > 5, number


def test_reading_twice_gives_fresh_writable_pictures(written: Written) -> None:
    dataset = written.reopen()
    sample = _first(dataset)
    first = dataset.read_image(sample)
    first[:] = 0

    assert dataset.read_image(sample).any()


def test_it_travels_to_worker_processes(written: Written) -> None:
    dataset = pickle.loads(pickle.dumps(written.reopen()))

    assert np.array_equal(dataset.read_label_map(_first(dataset)), TRUTHS["train", "a_1"])


def test_the_hash_follows_the_annotations_and_nothing_else(written: Written) -> None:
    before = written.reopen().label_source_hash()
    assert len(bytes.fromhex(before)) == 32
    assert written.reopen().label_source_hash() == before
    written.image_file.touch()
    assert written.reopen().label_source_hash() == before

    written.change_labels()

    assert written.reopen().label_source_hash() != before


def test_a_changed_annotation_changes_the_label_map(written: Written) -> None:
    written.reopen().read_label_map(_first(written.reopen()))

    written.change_labels()

    dataset = written.reopen()
    assert not np.array_equal(dataset.read_label_map(_first(dataset)), TRUTHS["train", "a_1"])


def test_a_broken_picture_is_named_and_spoils_no_other(written: Written) -> None:
    written.image_file.write_bytes(b"\x89PNG broken")
    dataset = written.reopen()

    with pytest.raises(DataError, match=r"a_1\.png"):
        dataset.read_image(_first(dataset))
    for sample in dataset.samples["train"]:
        if sample.id != _first(dataset).id:
            assert dataset.read_image(sample).shape == (*SHAPE, 3)


def test_broken_labels_are_named(written: Written) -> None:
    whole = written.label_file.read_bytes()
    written.label_file.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(DataError, match=written.label_file.name) as caught:
        written.reopen().read_label_map(_first(written.reopen()))

    assert "\n" not in str(caught.value)
