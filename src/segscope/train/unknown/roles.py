"""The unknown class as a class of its own, as background, or left out."""

from dataclasses import replace

import numpy as np

from segscope.data.sample import Sample
from segscope.engine.class_set import LabelMap
from segscope.errors import ConfigError
from segscope.train.unknown.relabelled import RelabelledDataset
from segscope.train.unknown.subclasses import Subclasses
from segscope.train.unknown.view import TrainingView, ViewRequest


def own_class(request: ViewRequest) -> TrainingView:
    """Train the data set as it is."""
    subclasses = Subclasses(request.dataset.class_set.num_classes)
    return TrainingView(request.dataset, request.class_pixels, subclasses)


def as_background(request: ViewRequest) -> TrainingView:
    """Train the unknown class's pixels as background.

    Raises:
        ConfigError: The class set has no background, or the unknown class is it.
    """
    background = request.dataset.class_set.background
    if background is None:
        raise ConfigError(
            f"{request.dataset.root}: no class has the role background, which `unknown: background` needs: "
            "give one `role: background` in the class file, or choose `unknown: ignore`."
        )
    if background == request.unknown:
        name = request.dataset.class_set.names[background]
        raise ConfigError(f"unknown.class: {name} is the background already: name another class.")
    return _relabelled(request, background)


def ignored(request: ViewRequest) -> TrainingView:
    """Train nothing on the unknown class's pixels."""
    return _relabelled(request, request.dataset.class_set.ignore)


def _relabelled(request: ViewRequest, value: int) -> TrainingView:
    """Give the unknown class's pixels another value; its output is then never the right one."""
    unknown = request.unknown

    def relabel(sample: Sample, label_map: LabelMap) -> LabelMap:
        del sample
        return np.where(label_map == unknown, label_map.dtype.type(value), label_map)

    pixels, values = list(request.class_pixels), {}
    if unknown is not None:
        values[unknown] = value
        if value < len(pixels):
            pixels[value] += pixels[unknown]
        pixels[unknown] = 0
    view = own_class(request)
    dataset = RelabelledDataset(request.dataset, request.dataset.class_set, relabel)
    return replace(view, dataset=dataset, class_pixels=tuple(pixels), pseudo_values=values)
