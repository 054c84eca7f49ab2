"""Sets with wrong labels in known places, and what a model that never saw them predicts."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from pycocotools import mask as coco_mask

from segscope.analysis.label_suspects import LEAST_PIXELS, Box
from segscope.data.open import open_dataset
from segscope.data.recycling import RECYCLING_CLASSES, Truth, write_recycling
from segscope.data.sample import Dataset
from segscope.train.models.segmenter import Segmenter
from segscope.train.segment import stack_by_size

RELABELLED = 0.05
"""Share of the objects that are annotated as another class."""
DROPPED = 0.025
"""Share of the objects whose annotation is left out."""
LEAST_SHARE = 0.003  # of the picture, as in segscope.data.recycling: smaller objects are found by nobody
BATCH = 8

Maps = NDArray[np.uint8]


@dataclass(frozen=True)
class Place:
    """A region of one image.

    Attributes:
        image: Index of the image.
        box: (top, left, end row, end column).
    """

    image: int
    box: Box


@dataclass(frozen=True)
class Audit:
    """Labels to be checked.

    Attributes:
        labels: (N, H, W) label maps, some of them wrong.
        probabilities: (N, K, H, W) float16 of a model that was not trained on these pictures.
        relabelled: Where an object bears another class.
        dropped: Where an object's annotation is missing.
    """

    labels: Maps
    probabilities: NDArray[np.float16]
    relabelled: tuple[Place, ...]
    dropped: tuple[Place, ...]

    @property
    def planted(self) -> tuple[Place, ...]:
        """All places with a wrong label."""
        return self.relabelled + self.dropped


def make_audit(folder: Path, model: Segmenter, *, images: int, seed: int) -> Audit:
    """Draw a set, spoil its labels, and let a model predict it."""
    truth = write_recycling(folder, images=0, val_images=images, seed=seed, label_noise=RELABELLED)
    document = json.loads((folder / "val.json").read_text(encoding="utf-8"))
    dropped = _choose_dropped(document["annotations"], truth, seed)
    noisy = _open(
        folder / "noisy.json", document, [a for a in document["annotations"] if a["id"] not in dropped]
    )
    right = _open(folder / "right.json", document, [_corrected(a, truth) for a in document["annotations"]])
    labels, clean = _label_maps(noisy), _label_maps(right)
    wrong = {label.annotation_id for label in truth.wrong_labels}
    regions = {
        name: _places(document, ids, labels != clean)
        for name, ids in (("relabelled", wrong), ("dropped", dropped))
    }
    return Audit(labels, _predict(model, noisy), **regions)


def _choose_dropped(annotations: list[dict[str, Any]], truth: Truth, seed: int) -> set[int]:
    wrong = {label.annotation_id for label in truth.wrong_labels}
    least = LEAST_SHARE * truth.size[0] * truth.size[1]
    eligible = [
        annotation["id"]
        for annotation in annotations
        if annotation["area"] >= least
        and annotation["id"] not in wrong
        and RECYCLING_CLASSES.names[annotation["category_id"]] not in truth.tiny
    ]
    chosen = np.random.default_rng(seed).permutation(eligible)[: round(DROPPED * len(annotations))]
    return set(chosen.tolist())


def _corrected(annotation: dict[str, Any], truth: Truth) -> dict[str, Any]:
    names = {label.annotation_id: label.true_class for label in truth.wrong_labels}
    if annotation["id"] not in names:
        return annotation
    return {**annotation, "category_id": RECYCLING_CLASSES.index(names[annotation["id"]])}


def _open(path: Path, document: dict[str, Any], annotations: list[dict[str, Any]]) -> Dataset:
    path.write_text(json.dumps({**document, "annotations": annotations}), encoding="utf-8")
    return open_dataset(path)


def _label_maps(dataset: Dataset) -> Maps:
    (samples,) = dataset.samples.values()
    return np.stack([dataset.read_label_map(sample).astype(np.uint8) for sample in samples])


def _places(document: dict[str, Any], ids: set[int], differs: NDArray[np.bool_]) -> tuple[Place, ...]:
    """Give the visible part of each annotation that the labels get wrong."""
    number = {image["id"]: index for index, image in enumerate(document["images"])}
    places = []
    for annotation in document["annotations"]:
        if annotation["id"] in ids:
            image = number[annotation["image_id"]]
            rows, columns = np.nonzero(_mask(annotation, differs[image].shape) & differs[image])
            if len(rows) >= LEAST_PIXELS:
                box = (rows.min(), columns.min(), rows.max() + 1, columns.max() + 1)
                places.append(Place(image, (int(box[0]), int(box[1]), int(box[2]), int(box[3]))))
    return tuple(places)


def _mask(annotation: dict[str, Any], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    runs = annotation["segmentation"]
    if isinstance(runs, list) or isinstance(runs["counts"], list):
        runs = coco_mask.frPyObjects(runs, *shape)
    mask: NDArray[np.bool_] = coco_mask.decode(coco_mask.merge(runs) if isinstance(runs, list) else runs) > 0
    return mask


def _predict(model: Segmenter, dataset: Dataset) -> NDArray[np.float16]:
    (samples,) = dataset.samples.values()
    pictures = [dataset.read_image(sample) for sample in samples]
    with torch.inference_mode():
        parts = [
            model(batch).logits.float().softmax(1).half().numpy()
            for _, batch in stack_by_size(pictures, BATCH)
        ]
    return np.concatenate(parts)
