"""Ground-truth label maps, kept once per label hash: pages can show them when the files have moved."""

from pathlib import Path
from typing import cast

from segscope.engine.class_set import ClassSet, LabelMap
from segscope.files.names import safe_file_name
from segscope.store.prediction_files import label_map_path, read_png, write_label_map


class LabelCache:
    """The label maps of one data set, under ``<workspace>/labels/<label hash>/<split>/<sample>.png``.

    The hash covers annotations and options, so a file that is there is right and is never rewritten.
    """

    def __init__(self, folder: Path, class_set: ClassSet) -> None:
        self.folder = folder
        self._class_set = class_set

    def put(self, split: str, sample_id: str, label_map: LabelMap) -> None:
        """Keep a label map, (H, W) of the class set's dtype; nothing is done where it is kept already."""
        path = self.path(split, sample_id)
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        write_label_map(path, label_map, self._class_set, sync_folder=True)

    def get(self, split: str, sample_id: str) -> LabelMap | None:
        """Give the label map, or None where it was never kept."""
        return cast("LabelMap | None", read_png(self.path(split, sample_id)))

    def path(self, split: str, sample_id: str) -> Path:
        """Where the label map of a sample is kept, or would be."""
        return label_map_path(self.folder / safe_file_name(split), sample_id)
