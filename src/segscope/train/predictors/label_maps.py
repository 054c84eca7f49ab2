"""From a predictor's probabilities to label maps, through tiles and post-processing."""

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from segscope.train.post.base import Post
from segscope.train.predictors.base import Predictor
from segscope.train.predictors.sliding_window import SlidingWindow
from segscope.train.segment import Segmentation, label_maps_of_probabilities, split_batch


class LabelMaps:
    """Segments batches: probabilities, their label maps, then each step of post-processing.

    Args:
        predictor: Gives probabilities; of a sliding window, one band of rows at a time.
        posts: Steps that each label map goes through. Where a step changes a pixel, its confidence
            becomes 0: the model did not choose that class.
    """

    def __init__(self, predictor: Predictor, posts: Sequence[Post] = ()) -> None:
        self.predictor = predictor
        self.posts = tuple(posts)

    def __call__(self, pictures: Tensor) -> Iterator[Segmentation]:
        """Segment a batch.

        Args:
            pictures: (B, C, H, W) uint8 (or uint16) on the predictor's device.

        Yields:
            One segmentation a picture, in order.
        """
        bands = [label_maps_of_probabilities(band) for band in self._bands(pictures)]
        labels, confidence = (torch.cat(parts, dim=1) for parts in zip(*bands, strict=True))
        for found in split_batch(labels, confidence):
            yield self._cleaned(found)

    def _bands(self, pictures: Tensor) -> Iterator[Tensor]:
        if isinstance(self.predictor, SlidingWindow):
            yield from (band for _, band in self.predictor.bands(pictures))
        else:
            yield self.predictor(pictures)

    def _cleaned(self, found: Segmentation) -> Segmentation:
        label_map = found.label_map
        for post in self.posts:
            label_map = post(label_map)
        if label_map is found.label_map:
            return found
        confidence = np.where(label_map == found.label_map, found.confidence, np.uint8(0))
        return Segmentation(label_map, confidence)
