"""What a post-processing step is."""

from typing import Protocol

from segscope.engine.class_set import LabelMap


class Post(Protocol):
    """Changes a predicted label map."""

    def __call__(self, label_map: LabelMap) -> LabelMap:
        """Give the changed label map.

        Args:
            label_map: (H, W) class indices; left unchanged.

        Returns:
            (H, W) of the same dtype; the same object where nothing changes.
        """
