"""Label maps that are costly to make, kept as index PNGs outside the user's data.

Many worker processes may read and make the same label map at once: a file appears whole or not at all,
and one that is damaged is made again.
"""

import io
import logging
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from segscope.data.png_container import check_png
from segscope.engine.class_set import ClassSet, LabelMap
from segscope.engine.palette import index_palette
from segscope.errors import StoreError
from segscope.files.atomic import write_atomic
from segscope.files.names import safe_file_name
from segscope.files.png import encode_png

_log = logging.getLogger(__name__)

CACHE_FORMAT = "1"
"""Part of every cache key; changes when the files or the way they are made do."""


def default_cache_dir() -> Path:
    """Give ``segscope/labels`` in the user's cache folder (``XDG_CACHE_HOME`` or ``~/.cache``).

    Where there is no home folder, it lies in the system's temporary folder, apart for each user.
    """
    named = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(named):
        return Path(named, "segscope", "labels")
    if os.environ.get("HOME"):
        return Path(os.environ["HOME"], ".cache", "segscope", "labels")
    return Path(tempfile.gettempdir(), f"segscope-{os.getuid()}", "labels")


class LabelCache:
    """The label maps of one data set under one set of options.

    Args:
        folder: Where the files lie; made when the first one is written. Its name is to hold a hash of
            everything that the label maps are made from, so that a change leads to another folder.
        class_set: Says the dtype; its colours make the files legible in an image viewer.

    Example:
        >>> classes = ClassSet(("floor", "cup"))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     cache = LabelCache(Path(folder, "0a1b"), classes)
        ...     made = cache.read_or_make("a/1", (2, 2), lambda: np.eye(2, dtype=np.uint8))
        ...     kept = cache.read_or_make("a/1", (2, 2), lambda: np.zeros((2, 2), dtype=np.uint8))
        >>> kept.tolist()
        [[1, 0], [0, 1]]
    """

    def __init__(self, folder: Path, class_set: ClassSet) -> None:
        self.folder = folder
        self._class_set = class_set

    def path(self, sample_id: str) -> Path:
        """Where the label map of a sample is kept."""
        return self.folder / f"{safe_file_name(sample_id)}.png"

    def read_or_make(self, sample_id: str, shape: tuple[int, int], make: Callable[[], LabelMap]) -> LabelMap:
        """Read the label map of a sample, or make and keep it.

        A cache that cannot be written to costs time, never a training: it is logged and passed over.

        Args:
            sample_id: The sample.
            shape: (H, W) that the label map has.
            make: Makes it where it is not kept, or damaged.

        Returns:
            (H, W) label map, writable, of the class set's dtype.
        """
        path = self.path(sample_id)
        kept = self._read(path, shape)
        if kept is not None:
            return kept
        label_map = make()
        try:
            self._write(path, label_map)
        except (OSError, StoreError) as error:
            _log.warning("the label map %s cannot be kept and will be made again: %s", path, error)
        return label_map

    def _read(self, path: Path, shape: tuple[int, int]) -> LabelMap | None:
        try:
            data = path.read_bytes()
        except OSError:
            return None
        try:
            check_png(data)
            with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
                label_map: LabelMap = np.array(image).astype(self._class_set.dtype, copy=False)
        except (ValueError, OSError, SyntaxError, Image.DecompressionBombError):
            return None
        return label_map if label_map.shape == shape else None

    def _write(self, path: Path, label_map: LabelMap) -> None:
        palette = index_palette(self._class_set.colours) if label_map.dtype == np.uint8 else None
        self.folder.mkdir(parents=True, exist_ok=True)
        write_atomic(path, encode_png(label_map, palette), sync_folder=False, sync_file=False)
