"""Regions below a size take the class around them."""

from typing import Any

import numpy as np

from segscope.config.catalogue.posts import SmallRegionsOptions
from segscope.engine.class_set import ClassSet, LabelMap
from segscope.errors import ConfigError
from segscope.train.post.region_graph import RegionGraph


class SmallRegions:
    """Removes small connected regions; each takes the class that it shares the longest border with.

    Args:
        options: How small, by pixels, by share, and for single classes.
        class_set: The classes of the label maps.

    Raises:
        ConfigError: An option names a class that there is not.

    Example:
        >>> clean = SmallRegions(SmallRegionsOptions(min_pixels=2), ClassSet(("floor", "cup")))
        >>> clean(np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]], dtype=np.uint8)).tolist()
        [[0, 0, 0], [0, 0, 0], [0, 0, 0]]
    """

    def __init__(self, options: SmallRegionsOptions, class_set: ClassSet) -> None:
        self.options = options
        try:
            self.own = {class_set.index(name): pixels for name, pixels in options.classes.items()}
        except ConfigError as error:
            raise ConfigError(f"small-regions: {error}") from error
        self.num_classes = class_set.num_classes

    def __call__(self, label_map: LabelMap) -> LabelMap:
        """Give the cleaned label map; see :class:`~segscope.train.post.base.Post`."""
        if label_map.size == 0:
            return label_map
        common = max(self.options.min_pixels, int(np.ceil(self.options.min_share * label_map.size)))
        smallest = {index: self.own.get(index, common) for index in range(self.num_classes)}
        graph = RegionGraph(label_map)
        before = np.array(graph.classes)
        graph.merge_small(smallest)
        after = graph.class_of_regions()
        if np.array_equal(before, after):
            return label_map
        dtype: np.dtype[Any] = label_map.dtype
        return after.astype(dtype)[graph.numbers]
