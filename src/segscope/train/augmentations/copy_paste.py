"""Objects of other samples, pasted."""

import math
from collections.abc import Sequence

import numpy as np

from segscope.config.catalogue.augmentation_options import CopyPasteOptions
from segscope.data.sample import Picture
from segscope.engine.class_set import LabelMap
from segscope.errors import ConfigError
from segscope.train.augmentations.base import AugmentationContext, Draw
from segscope.train.augmentations.object_bank import CutObject, ObjectBank
from segscope.train.augmentations.resampling import resize_mask, resize_picture


class CopyPaste:
    """Paste a few objects of the training split: drawn by class, zoomed, mirrored, placed anywhere.

    After Ghiasi et al., "Simple copy-paste is a strong data augmentation method for instance
    segmentation", CVPR 2021: objects are cut along their outlines and pasted without blending. Unlike
    there, the objects of one picture come from several and their classes are drawn evenly, so that
    seldom classes are seen more often. An object is an annotated instance where the data set knows them,
    else a connected component of a class; what other objects hide of it is missing. Objects are only
    ever read from the training split of this run.

    Args:
        options: How many objects, of which classes, how large.
        context: The training split.

    Raises:
        ConfigError: A named class is none, or has no object in the training split.
    """

    def __init__(self, options: CopyPasteOptions, context: AugmentationContext) -> None:
        self.options = options
        self.log_range = (math.log(options.min_scale), math.log(options.max_scale))
        wanted = _wanted_classes(options, context)
        self.bank = ObjectBank(context.dataset, context.samples, wanted, options.smallest)
        self._refuse_missing(wanted, context)

    def __call__(self, picture: Picture, label_map: LabelMap, draw: Draw) -> tuple[Picture, LabelMap]:
        """Give the sample with objects on it, or the sample itself."""
        rng = draw.rng
        if rng.random() >= self.options.probability:
            return picture, label_map
        picture, label_map = picture.copy(), label_map.copy()
        for _ in range(int(rng.integers(1, self.options.objects + 1))):
            self._paste(self.bank.draw(rng), picture, label_map, rng)
        return picture, label_map

    def _paste(self, cut: CutObject, picture: Picture, label_map: LabelMap, rng: np.random.Generator) -> None:
        """Paste one object, its centre anywhere in the picture; what reaches out is cut off."""
        height, width = label_map.shape
        scale = math.exp(rng.uniform(*self.log_range))
        room = self.options.largest * height * width / max(int(cut.mask.sum()), 1)
        resized = _resize(cut, min(scale, math.sqrt(room)))
        if rng.random() < 0.5:
            resized = CutObject(resized.picture[:, ::-1], resized.mask[:, ::-1], cut.class_index)
        rows, cut_rows = _place(int(rng.integers(height)), resized.mask.shape[0], height)
        columns, cut_columns = _place(int(rng.integers(width)), resized.mask.shape[1], width)
        mask = resized.mask[cut_rows, cut_columns]
        picture[rows, columns][mask] = resized.picture[cut_rows, cut_columns][mask]
        label_map[rows, columns][mask] = cut.class_index

    def _refuse_missing(self, wanted: Sequence[int], context: AugmentationContext) -> None:
        found = self.bank.classes
        # Weak classes were chosen by a run, which may have been trained on other samples.
        named = bool(self.options.classes) and self.options.weak_of is None
        missing = [context.class_set.names[index] for index in wanted if index not in found]
        if (named and missing) or not found:
            raise ConfigError(
                f"augment: copy-paste finds no object of {', '.join(missing)} with {self.options.smallest} "
                "or more pixels in the training split: take the class out of classes, or lower smallest."
            )


def _wanted_classes(options: CopyPasteOptions, context: AugmentationContext) -> list[int]:
    classes = context.class_set
    if options.classes:
        return [part for name in options.classes for part in context.parts_of(classes.index(name))]
    roles = (classes.background, classes.unknown)
    left_out = {part for role in roles if role is not None for part in context.parts_of(role)}
    return [index for index in range(classes.num_classes) if index not in left_out]


def _resize(cut: CutObject, scale: float) -> CutObject:
    height, width = (max(round(side * scale), 1) for side in cut.mask.shape)
    return CutObject(
        resize_picture(cut.picture, height, width), resize_mask(cut.mask, height, width), cut.class_index
    )


def _place(centre: int, length: int, room: int) -> tuple[slice, slice]:
    """Along one axis: where the object goes, and which part of it that is."""
    start = centre - length // 2
    first, last = max(start, 0), min(start + length, room)
    return slice(first, last), slice(first - start, last - start)
