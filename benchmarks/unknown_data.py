"""Data whose unknown class holds known kinds: fused CamVid classes, and the sample set's planted ones."""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from PIL import Image

from segscope.data.open import open_dataset
from segscope.data.recycling import Truth, write_recycling
from segscope.data.sample import Dataset, Sample
from segscope.train.unknown.objects import number_objects, picture_key

SIZE = (180, 240)
BACKGROUND = "Building"
"""CamVid has no background; what stands behind most objects plays its part."""
FRAMES = r"^(\w+_\d?\d\d)"
"""Hundreds of frames of one video: neighbours stay in one fold."""

ObjectKey = tuple[str, int]


@dataclass(frozen=True)
class KindData:
    """A data set, and what its unknown objects are.

    Attributes:
        path: What is trained on.
        group: The group rule of its folds, or None.
        kinds: The kind of each object of the training split, by (picture, number).
    """

    path: Path
    group: str | None
    kinds: dict[ObjectKey, str]


def fused_camvid(source: Path, folder: Path, fused: Sequence[str], most: int | None = None) -> KindData:
    """Write CamVid at 180×240 with some classes fused into UNKNOWN; written once.

    An object is a connected component of the fused class; its kind is the class of most of its pixels.

    Args:
        source: CamVid at 360×480.
        folder: Where to write.
        fused: The classes that become one.
        most: Pictures of each split; None = all.
    """
    original = open_dataset(source, ignore=11)
    names = original.class_set.names
    kept = [name for name in names if name not in fused]
    table = np.full(256, 255, dtype=np.uint8)
    for index, name in enumerate(names):
        table[index] = len(kept) if name in fused else kept.index(name)
    if not (folder / "classes.yaml").is_file():
        for split in ("train", "val"):
            for sample in original.samples[split][:most]:
                _write_half(original, sample, folder, table)
        roles = {BACKGROUND: {"role": "background"}, "UNKNOWN": {"role": "unknown"}}
        classes = [
            {"name": name, "id": index, **roles.get(name, {})}
            for index, name in enumerate([*kept, "UNKNOWN"])
        ]
        text = yaml.safe_dump({"classes": classes, "ignore": 255})
        (folder / "classes.yaml").write_text(text, encoding="utf-8")
    by_id = {(s.split, s.id): s for samples in original.samples.values() for s in samples}

    def kind_map(sample: Sample) -> np.ndarray:
        return _half(original.read_label_map(by_id[sample.split, sample.id]))

    def kind_of(values: np.ndarray) -> str:
        return names[int(np.bincount(values).argmax())]

    return KindData(folder, FRAMES, _kinds(open_dataset(folder), kind_map, kind_of))


def planted_recycling(folder: Path, images: int, val_images: int, size: int = 192) -> KindData:
    """Draw the sample set; its truth file names the kinds of UNKNOWN. Drawn once."""
    if not (folder / "truth.json").is_file():
        write_recycling(folder, images=images, val_images=val_images, size=size, seed=7)
    truth = Truth.load(folder)
    annotations = json.loads((folder / "train.json").read_text(encoding="utf-8"))
    files = {image["id"]: image["file_name"] for image in annotations["images"]}
    in_order: dict[str, list[int]] = defaultdict(list)
    for annotation in annotations["annotations"]:
        in_order[files[annotation["image_id"]]].append(annotation["id"])
    kind = {(one.file_name, one.annotation_id): one.kind for one in truth.objects if one.split == "train"}
    kinds = {
        (file, number): kind[file, annotation]
        for file, ids in in_order.items()
        for number, annotation in enumerate(ids, start=1)
    }
    return KindData(folder, None, kinds)


def _kinds(
    dataset: Dataset, kind_map: Callable[[Sample], np.ndarray], kind_of: Callable[[np.ndarray], str]
) -> dict[ObjectKey, str]:
    unknown = dataset.class_set.unknown
    if unknown is None:
        raise ValueError("the data set has no unknown class")
    kinds = {}
    for sample in dataset.samples["train"]:
        numbers = number_objects(dataset, sample, dataset.read_label_map(sample), unknown)
        labels = kind_map(sample)
        for number in range(1, int(numbers.max()) + 1):
            kinds[picture_key(dataset, sample), number] = kind_of(labels[numbers == number])
    return kinds


def _write_half(dataset: Dataset, sample: Sample, folder: Path, table: np.ndarray) -> None:
    height, width = SIZE
    picture = Image.fromarray(dataset.read_image(sample)).resize((width, height), Image.Resampling.BOX)
    label_map = Image.fromarray(table[_half(dataset.read_label_map(sample))])
    for kind, image in (("images", picture), ("masks", label_map)):
        place = folder / kind / sample.split
        place.mkdir(parents=True, exist_ok=True)
        image.save(place / f"{sample.id}.png")


def _half(label_map: np.ndarray) -> np.ndarray:
    return label_map[1::2, 1::2]
