"""Pixels of pictures that no member trained on, with every member's probabilities."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from lightning_fabric import Fabric
from numpy.typing import NDArray
from torch import Tensor

from segscope.config.catalogue.ensembles import WeightSearchOptions
from segscope.engine.class_set import LabelMap
from segscope.engine.resampling import units_of_groups
from segscope.train.ensembles.honest import HonestSample
from segscope.train.ensembles.weight_search import DrawnPixels
from segscope.train.predictors.base import Predictor
from segscope.train.predictors.weighted_mean import WeightedMean
from segscope.train.segment import picture_batch


def draw_places(
    label_map: LabelMap, *, num_classes: int, per_class: int, rng: np.random.Generator
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Draw pixels of a picture, as many of each class as there are, up to a number.

    Args:
        label_map: (H, W) ground truth; values from ``num_classes`` on are ignored.
        num_classes: K.
        per_class: Most pixels of one class.
        rng: Draws.

    Returns:
        (P,) flat places, and (P,) how many pixels each of them stands for.

    Example:
        >>> truth = np.array([[0, 0, 0, 1]], dtype=np.uint8)
        >>> rng = np.random.default_rng(0)
        >>> places, counts = draw_places(truth, num_classes=2, per_class=1, rng=rng)
        >>> truth.ravel()[places].tolist(), counts.tolist()
        ([0, 1], [3.0, 1.0])
    """
    flat = label_map.ravel()
    places, counts = [], []
    for index in np.unique(flat[flat < num_classes]).tolist():
        own = np.flatnonzero(flat == index)
        drawn = own if len(own) <= per_class else rng.choice(own, per_class, replace=False)
        places.append(drawn)
        counts.append(np.full(len(drawn), len(own) / len(drawn), dtype=np.float32))
    if not places:
        return np.zeros(0, np.intp), np.zeros(0, np.float32)
    return np.concatenate(places), np.concatenate(counts)


def draw_pixels(
    samples: Sequence[HonestSample],
    kinds: Sequence[Sequence[int]],
    predictors: Mapping[int, Predictor],
    fabric: Fabric,
    options: WeightSearchOptions,
    progress: Callable[[int], None] = lambda _: None,
) -> DrawnPixels:
    """Ask every kind of member for the probabilities of drawn pixels.

    Args:
        samples: Pictures, each with a member of every kind that did not train on it.
        kinds: The members (by position) of each kind; of a kind, those that did not train on a picture are
            averaged.
        predictors: Member → its probabilities.
        fabric: The device.
        options: How many pixels.
        progress: Called with the number of further pictures done.
    """
    classes = samples[0].dataset.class_set.num_classes
    rng = np.random.default_rng(options.seed)
    per_class = max(options.pixels // (len(samples) * classes), 1)
    units = units_of_groups([found.sample.group for found in samples])
    halves = rng.permutation(int(units.max()) + 1)[units] % 2 == 0
    drawn: list[tuple[Tensor, Tensor, Tensor, Tensor]] = []
    for found, half in zip(samples, halves.tolist(), strict=True):
        truth = found.dataset.read_label_map(found.sample)
        places, counts = draw_places(truth, num_classes=classes, per_class=per_class, rng=rng)
        picture = picture_batch([found.dataset.read_image(found.sample)])
        on_device, where = picture.to(fabric.device), torch.from_numpy(places).to(fabric.device)
        said = []
        for kind in kinds:
            honest = [predictors[index] for index in kind if index in found.members]
            said.append(WeightedMean(honest)(on_device)[0].flatten(1)[:, where].T.cpu())
        labels = torch.from_numpy(truth.ravel()[places].astype(np.int64))
        drawn.append((torch.stack(said), labels, torch.from_numpy(counts), torch.full(labels.shape, half)))
        progress(1)
    return DrawnPixels(
        probabilities=torch.cat([part[0] for part in drawn], dim=1),
        labels=torch.cat([part[1] for part in drawn]),
        counts=torch.cat([part[2] for part in drawn]),
        halves=torch.cat([part[3] for part in drawn]),
    )
