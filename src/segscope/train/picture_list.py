"""Pictures that are segmented, by the name that each result gets."""

from collections.abc import Mapping
from pathlib import Path

from segscope.data.coco import CocoIds


class PictureList(dict[str, Path]):
    """Name of the result (without ending) → picture file.

    Args:
        files: The pictures.
        coco: The ids of the COCO JSON that listed them, by the same names; None where none did.
    """

    def __init__(self, files: Mapping[str, Path], coco: CocoIds | None = None) -> None:
        super().__init__(files)
        self.coco = coco
