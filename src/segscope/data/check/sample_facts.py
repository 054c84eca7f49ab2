"""What one sample tells: read once, kept as a few numbers."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from segscope.data.check.components import measure
from segscope.data.check.interpolation import RampTrace, trace_ramps
from segscope.data.faults import FileFault, ForeignIdsFault
from segscope.data.image_files import exif_orientation, open_image
from segscope.data.mask_files import read_index_mask
from segscope.data.sample import Dataset, Picture, Sample
from segscope.engine.class_set import LabelMap
from segscope.errors import DataError

THUMBNAIL = 16
Size = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class SampleFacts:
    """What was seen of one sample; None and empty arrays where a file could not be read.

    Attributes:
        sample: The sample.
        image_size: (height, width) of the picture.
        label_size: (height, width) of the label map.
        pixels: (K,) pixels of each class.
        objects: (K,) components of each class.
        ignored: Ignored pixels.
        ramps: How far the mask looks interpolated; index masks only.
        turned: The EXIF orientation, where the sizes cannot tell whether the mask follows it; else 1.
        digest: SHA-256 of the picture file.
        thumbnail: (THUMBNAIL, THUMBNAIL, 3) uint8 averages of the picture.
        faults: What reading met.
    """

    sample: Sample
    image_size: Size | None = None
    label_size: Size | None = None
    pixels: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    objects: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    ignored: int = 0
    ramps: RampTrace | None = None
    turned: int = 1
    digest: bytes = b""
    thumbnail: NDArray[np.uint8] | None = None
    faults: tuple[DataError, ...] = ()


def look_at(dataset: Dataset, sample: Sample) -> SampleFacts:
    """Read one sample and sum it up; whatever cannot be read becomes a fault, never an exception."""
    faults: list[DataError] = []
    facts: dict[str, Any] = {}
    try:
        facts |= _picture_facts(sample, dataset.read_image(sample))
    except DataError as error:
        faults.append(error)
    if sample.label is not None:
        try:
            facts |= _label_facts(dataset, dataset.read_label_map(sample))
        except DataError as error:
            faults.append(error)
            facts["ramps"] = _ramps_of_foreign_ids(error)
    return SampleFacts(sample=sample, faults=tuple(faults), **facts)


def _picture_facts(sample: Sample, picture: Picture) -> dict[str, Any]:
    opened = open_image(sample.image_path)
    orientation = exif_orientation(opened.image)
    height, width = picture.shape[:2]
    # Orientations 5 to 8 swap the sides, so that the reader can tell; on a square it cannot.
    undecidable = orientation in (2, 3, 4) or (orientation >= 5 and height == width)
    thumbnail = Image.fromarray(picture).resize((THUMBNAIL, THUMBNAIL), Image.Resampling.BOX)
    return {
        "image_size": (height, width),
        "turned": orientation if undecidable and sample.label is not None else 1,
        "digest": hashlib.sha256(opened.data).digest(),
        "thumbnail": np.asarray(thumbnail),
    }


def _label_facts(dataset: Dataset, label_map: LabelMap) -> dict[str, Any]:
    class_set = dataset.class_set
    measures = measure(label_map, class_set.ignore + 1)
    masks_hold_ids = dataset.layout == "mask-folder"
    return {
        "label_size": label_map.shape,
        # Copies: a view would keep a count of every possible label for each sample.
        "pixels": measures.pixels[: class_set.num_classes].copy(),
        "objects": measures.objects[: class_set.num_classes].copy(),
        "ignored": int(measures.pixels[class_set.ignore]),
        # Smoothing mixes the numbers in the file, so that ramps are looked for among those.
        "ramps": trace_ramps(class_set.decode(label_map)) if masks_hold_ids else None,
    }


def _ramps_of_foreign_ids(error: DataError) -> RampTrace | None:
    if not isinstance(error, ForeignIdsFault) or error.path is None:
        return None
    try:
        return trace_ramps(read_index_mask(error.path))
    except FileFault:
        return None  # the file changed since it was read a moment ago; its first fault stands
