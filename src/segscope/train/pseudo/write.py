"""Label files written, and counted as they are."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from segscope.config.catalogue.technique import NoOptions
from segscope.data.sample import Sample
from segscope.engine.class_set import ClassSet
from segscope.train.pseudo.picture_set import with_ignore_id
from segscope.train.pseudo.rule import Labelled
from segscope.train.pseudo.teacher import to_label_map
from segscope.train.writers.base import make_folder
from segscope.train.writers.index_png import IndexPngs, result_path


@dataclass(frozen=True, slots=True)
class WrittenLabel:
    """A label file.

    Attributes:
        sample: Whose it is.
        sha256: Hash of the file.
        kept: Share of the pixels that is labelled.
    """

    sample: Sample
    sha256: str
    kept: float


class LabelWriter:
    """Writes index PNGs in the ids of the class file, and an ignore id where a pixel is not kept.

    Args:
        folder: Where they go; made where it is missing.
        class_set: The classes.
    """

    def __init__(self, folder: Path, class_set: ClassSet) -> None:
        self.folder = folder
        self.class_set = class_set
        self.written: list[WrittenLabel] = []
        self.predicted = np.zeros(class_set.num_classes, dtype=np.int64)
        self.kept = np.zeros(class_set.num_classes, dtype=np.int64)
        self.kept_as_predicted = np.zeros(class_set.num_classes, dtype=np.int64)
        self.pixels = 0
        make_folder(folder)
        self._files = IndexPngs(folder, with_ignore_id(class_set), NoOptions())

    def add(self, sample: Sample, found: Labelled, predicted: Tensor) -> None:
        """Write one file.

        Args:
            sample: The picture.
            found: Its pseudo-labels, (1, H, W).
            predicted: (1, H, W) the most probable classes.

        Raises:
            StoreError: It cannot be written.
        """
        classes = self.class_set.num_classes
        self.predicted += torch.bincount(predicted.flatten(), minlength=classes).cpu().numpy()
        self.kept += torch.bincount(found.labels[found.kept], minlength=classes).cpu().numpy()
        same = found.labels[found.kept & (found.labels == predicted)]
        self.kept_as_predicted += torch.bincount(same, minlength=classes).cpu().numpy()
        self.pixels += found.labels.numel()
        labels = to_label_map(found.labels[0], classes)
        labels[~found.kept[0].cpu().numpy()] = self.class_set.ignore
        self._files.add(sample.id, sample.image_path, labels)
        content = result_path(self.folder, sample.id).read_bytes()
        share = float(found.kept.float().mean())
        self.written.append(WrittenLabel(sample, hashlib.sha256(content).hexdigest(), share))
