"""One index PNG a picture."""

from pathlib import Path

from segscope.config.catalogue.technique import NoOptions
from segscope.data.coco import CocoIds
from segscope.engine.class_set import ClassSet, LabelMap
from segscope.engine.palette import IGNORE_COLOUR
from segscope.files.atomic import write_atomic
from segscope.files.png import encode_png
from segscope.train.writers.base import Confidence, make_folder

PALETTE_SIZE = 256


class IndexPngs:
    """Writes ``<name>.png``: the ids of the class file, 8-bit with the class colours, 16-bit above 255.

    Args:
        out: The folder; made where it is missing.
        class_set: The classes.
        options: None.
        ids: Not needed: these files name pictures by their path.
    """

    def __init__(
        self, out: Path, class_set: ClassSet, options: NoOptions, ids: CocoIds | None = None
    ) -> None:
        del options, ids
        self.out = out
        self.class_set = class_set
        colours = dict(zip(class_set.ids, class_set.colours, strict=True))
        self._palette = [colours.get(value, IGNORE_COLOUR) for value in range(PALETTE_SIZE)]

    def __enter__(self) -> "IndexPngs":
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        """Do nothing: each file is whole already."""

    def add(
        self, name: str, picture: Path, label_map: LabelMap, confidence: Confidence | None = None
    ) -> None:
        """Write one file; see :class:`~segscope.train.writers.base.PredictionWriter`.

        Raises:
            StoreError: It cannot be written.
        """
        del picture, confidence
        file_ids = self.class_set.decode(label_map)
        path = result_path(self.out, name)
        make_folder(path.parent)
        palette = self._palette if file_ids.itemsize == 1 else None
        write_atomic(path, encode_png(file_ids, palette), sync_folder=False)


def result_path(out: Path, name: str) -> Path:
    """Give the file of a result."""
    return out / f"{name}.png"
