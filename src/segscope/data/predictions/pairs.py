"""Pairs of ground truth and prediction: their names, and their pixels when they are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from segscope.data.colour_masks import ColourMasks
from segscope.data.faults import FileFault, show_name
from segscope.data.image_files import byte_pixels, decoding, open_image
from segscope.data.mask_files import read_index_mask
from segscope.data.mask_folder import MaskFolder, mask_path
from segscope.data.picture_files import read_picture
from segscope.data.picture_view import rgb_view
from segscope.data.sample import Dataset, Sample
from segscope.engine.class_set import ClassSet, LabelMap
from segscope.errors import DataError


@dataclass(frozen=True, slots=True)
class PredictionPair:
    """One picture's ground truth and prediction, by name.

    Attributes:
        id: The ground truth's path below its folder without the ending.
        truth: The sample as the reader of the ground truth knows it.
        prediction: The sample as the reader of the predictions knows it; its label is a file.
        image: The picture file, or None.
        confidence: The file of confidences, or None.
    """

    id: str
    truth: Sample
    prediction: Sample
    image: Path | None = None
    confidence: Path | None = None

    @property
    def prediction_path(self) -> Path:
        """The file of the prediction."""
        path: Path = self.prediction.label
        return path

    @property
    def truth_path(self) -> Path | None:
        """The file of the ground truth; None where it stands in an annotation file."""
        return self.truth.label if isinstance(self.truth.label, Path) else None


@dataclass(frozen=True)
class PredictionPairs:
    """Everything that is to be compared.

    Attributes:
        truth: Reads the ground truth.
        predictions: Reads the predictions.
        pairs: In the order of their ids.
        warnings: Sentences on what the user should know.
    """

    truth: Dataset
    predictions: MaskFolder | ColourMasks
    pairs: tuple[PredictionPair, ...]
    warnings: tuple[str, ...] = ()

    @property
    def class_set(self) -> ClassSet:
        """The classes of both sides."""
        return self.truth.class_set

    @cached_property
    def by_id(self) -> Mapping[str, PredictionPair]:
        """The pairs by their ids."""
        return {pair.id: pair for pair in self.pairs}

    def read(self, pair: PredictionPair, *, check_ids: bool = True) -> tuple[LabelMap, LabelMap]:
        """Read both label maps, (H, W) class indices with ``class_set.ignore`` for ignored or no class.

        Args:
            pair: The pair.
            check_ids: False leaves foreign ids of 8-bit files where they are class indices already; for
                callers that count the maps, since the count finds them again.

        Raises:
            DataError: A file cannot be read, holds ids or colours of no class, or the sizes differ.
        """
        truth = self._read_one(self.truth, pair.truth, check_ids)
        prediction = self._read_one(self.predictions, pair.prediction, check_ids)
        _check_size("prediction", pair.prediction_path, prediction, pair, truth)
        return truth, prediction

    def _read_one(self, reader: Dataset, sample: Sample, check_ids: bool) -> LabelMap:
        class_set = self.class_set
        # Only where 255 is the ignore id by declaration, too: else a count would take strays for ignored.
        as_they_are = class_set.keeps_bytes and class_set.ignore_id == class_set.ignore
        if check_ids or not as_they_are or not isinstance(reader, MaskFolder):
            return reader.read_label_map(sample)
        file_ids = read_index_mask(mask_path(sample))
        if file_ids.dtype != np.uint8:
            return reader.read_label_map(sample)
        return file_ids.astype(np.uint8, copy=False)

    def read_confidence(self, pair: PredictionPair, truth: LabelMap) -> NDArray[np.uint8] | None:
        """Read the confidences, (H, W) uint8, 255 × the probability; None where there are none.

        Raises:
            DataError: The file cannot be read, is no 8-bit grey, or its size is not the ground truth's.
        """
        if pair.confidence is None:
            return None
        opened = open_image(pair.confidence)
        bits = 8 if opened.png is None else opened.png.bit_depth
        if opened.image.mode != "L" or bits != 8:
            problem = f"confidences are 8-bit grey, and this is {opened.image.mode!r} with {bits} bits"
            remedy = "write 255 × the probability of the predicted class"
            raise FileFault.of(pair.confidence, "confidence", problem, remedy)
        with decoding(pair.confidence):
            opened.image.load()
            confidence = byte_pixels(opened.image)
        _check_size("confidence", pair.confidence, confidence, pair, truth)
        return confidence

    def read_image(self, pair_id: str) -> NDArray[np.uint8]:
        """Read the picture of a pair, (H, W, 3) uint8 RGB.

        Raises:
            DataError: There is no picture, or it cannot be read.
        """
        pair = self.by_id[pair_id]
        if pair.image is None:
            raise DataError(
                f"{show_name(pair.id)}: no picture of it was given: name their folder (--images)."
            )
        return rgb_view(read_picture(pair.image, wanted=None))


def _check_size(what: str, path: Path, array: LabelMap, pair: PredictionPair, truth: LabelMap) -> None:
    if array.shape == truth.shape:
        return
    name = show_name(pair.truth_path or f"{pair.truth.id} (COCO)")
    problem = f"the {what} is {_size(array)}, and its ground truth {name} is {_size(truth)}"
    remedy = f"write the {what} at the ground truth's own size (nothing is resized here)"
    raise FileFault.of(path, "size-mismatch", problem, remedy)


def _size(array: LabelMap) -> str:
    return f"{array.shape[1]}×{array.shape[0]} px"
