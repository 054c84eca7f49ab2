"""What one sample tells: read once, kept as a few numbers."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from segscope.data.channel_statistics import ChannelSums, channel_sums
from segscope.data.check.components import measure
from segscope.data.check.interpolation import RampTrace, trace_ramps
from segscope.data.faults import FileFault, ForeignIdsFault
from segscope.data.mask_files import read_index_mask
from segscope.data.picture_files import open_picture
from segscope.data.picture_format import RGB8, PictureFormat
from segscope.data.picture_view import rgb_view
from segscope.data.sample import Dataset, Picture, Sample
from segscope.engine.class_set import LabelMap
from segscope.engine.cpus import usable_cpus
from segscope.errors import DataError

THUMBNAIL = 16
_MOST_THREADS = 8
Size = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class SampleFacts:
    """What was seen of one sample; None and empty arrays where a file could not be read.

    Attributes:
        sample: The sample.
        image_size: (height, width) of the picture.
        stored: Channels and bits of the picture file, without an alpha channel.
        channels: Sums of each channel; None for 8-bit RGB, whose normalisation is the encoder's own.
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
    stored: PictureFormat | None = None
    channels: ChannelSums | None = None
    label_size: Size | None = None
    pixels: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    objects: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    ignored: int = 0
    ramps: RampTrace | None = None
    turned: int = 1
    digest: bytes = b""
    thumbnail: NDArray[np.uint8] | None = None
    faults: tuple[DataError, ...] = ()


def look_at_all(
    dataset: Dataset,
    samples: Sequence[Sample],
    progress: Callable[[int, int], None] | None = None,
    threads: int | None = None,
) -> Iterator[SampleFacts]:
    """Read samples in threads, and give what was seen of each, in their order.

    Args:
        dataset: Where they are from.
        samples: Which are read.
        progress: Called with (samples done, samples in all) after each sample.
        threads: How many are read at a time; None takes one a processor, at most 8.
    """
    pool = ThreadPoolExecutor(threads or min(_MOST_THREADS, usable_cpus()))
    try:
        for done, facts in enumerate(pool.map(partial(look_at, dataset), samples), start=1):
            if progress is not None:
                progress(done, len(samples))
            yield facts
    finally:
        # On Ctrl-C the samples that wait are not read any more.
        pool.shutdown(cancel_futures=True)


def look_at(dataset: Dataset, sample: Sample) -> SampleFacts:
    """Read one sample and sum it up; whatever cannot be read becomes a fault, never an exception."""
    faults: list[DataError] = []
    facts: dict[str, Any] = {}
    try:
        facts |= _picture_facts(sample, dataset.read_image(sample), dataset.picture_format)
    except DataError as error:
        faults.append(error)
    if sample.label is not None:
        try:
            facts |= _label_facts(dataset, dataset.read_label_map(sample))
        except DataError as error:
            faults.append(error)
            facts["ramps"] = _ramps_of_foreign_ids(error)
    return SampleFacts(sample=sample, faults=tuple(faults), **facts)


def _picture_facts(sample: Sample, picture: Picture, read_as: PictureFormat) -> dict[str, Any]:
    opened = open_picture(sample.image_path)
    orientation = opened.orientation
    height, width = picture.shape[:2]
    # Orientations 5 to 8 swap the sides, so that the reader can tell; on a square it cannot.
    undecidable = orientation in (2, 3, 4) or (orientation >= 5 and height == width)
    thumbnail = Image.fromarray(rgb_view(picture)).resize((THUMBNAIL, THUMBNAIL), Image.Resampling.BOX)
    return {
        "image_size": (height, width),
        "stored": opened.stored,
        "channels": None if read_as == RGB8 else channel_sums(picture),
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
