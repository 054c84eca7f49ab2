"""Members' weights that raise the mIoU of their mean, found on drawn pixels.

The search runs on soft counts, which have a gradient: the mean probabilities are sharpened, so that they
resemble the label map that the ensemble will give, and pooled into soft true positives and unions. (Without
the sharpening the counts are linear in the weights, and the most confident member would win.)
"""

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from segscope.config.catalogue.ensembles import WeightSearchOptions

_RATE = 0.2
_TINY = 1e-6
_LEADER_SHARE = 0.8
"""Weight of the best member in the second start; the others share the rest."""


@dataclass(frozen=True)
class DrawnPixels:
    """Pixels with ground truth, and what each member says of them.

    Attributes:
        probabilities: (M, P, K) float32, members' probabilities.
        labels: (P,) int64 class indices.
        counts: (P,) float32, how many pixels each drawn one stands for.
        halves: (P,) bool, which half of the pictures each is from; scenes are in one half.
    """

    probabilities: Tensor
    labels: Tensor
    counts: Tensor
    halves: Tensor

    def only(self, chosen: Tensor) -> "DrawnPixels":
        """Give the pixels of a (P,) bool mask."""
        return replace(
            self,
            probabilities=self.probabilities[:, chosen],
            labels=self.labels[chosen],
            counts=self.counts[chosen],
            halves=self.halves[chosen],
        )


@dataclass(frozen=True, slots=True)
class FoundWeights:
    """Weights, and what they bring.

    Attributes:
        weights: One a member, 0 or more, summing to 1.
        miou: mIoU of the weighted mean on the drawn pixels that the weights were found on.
        uniform_miou: mIoU of the plain mean on the same pixels.
        crossed_gain: What weights found on one half of the pictures add on the other half, over the plain
            mean: the honest estimate. The weights are equal where this is not above 0.
    """

    weights: tuple[float, ...]
    miou: float
    uniform_miou: float
    crossed_gain: float


def search_weights(pixels: DrawnPixels, options: WeightSearchOptions) -> FoundWeights:
    """Search for members' weights, and keep equal ones unless halves of the pictures confirm the gain.

    Args:
        pixels: Of pictures that no member trained on.
        options: Steps and sharpness.
    """
    members = pixels.probabilities.shape[0]
    uniform = torch.full((members,), 1 / members)
    best = _fit(pixels, options)
    gain = _crossed_gain(pixels, options)
    weights = best if gain > 0 else uniform
    return FoundWeights(
        tuple(weights.tolist()),
        mean_iou(_counts(pixels, weights)),
        mean_iou(_counts(pixels, uniform)),
        gain,
    )


def mean_iou(counts: Tensor) -> float:
    """Give the mean IoU over classes that occur.

    Args:
        counts: (3, K): true positives, predicted and true pixels.
    """
    tp, predicted, true = counts
    union = predicted + true - tp
    return float((tp / union)[union > 0].mean()) if bool((union > 0).any()) else float("nan")


def _fit(pixels: DrawnPixels, options: WeightSearchOptions) -> Tensor:
    """Descend from two starts; of all weights met at the ends, give those of the best counted mIoU."""
    members = pixels.probabilities.shape[0]
    singles = torch.eye(members)
    uniform = torch.full((members,), 1 / members)
    alone = [mean_iou(_counts(pixels, single)) for single in singles]
    leader = singles[max(range(members), key=lambda index: alone[index])]
    starts = [uniform, _LEADER_SHARE * leader + (1 - _LEADER_SHARE) * uniform]
    candidates: list[Tensor] = [uniform, *(_descend(pixels, start, options) for start in starts), *singles]
    # Of equal scores the first: the plain mean before everything else.
    return max(candidates, key=lambda weights: round(mean_iou(_counts(pixels, weights)), 6))


def _descend(pixels: DrawnPixels, start: Tensor, options: WeightSearchOptions) -> Tensor:
    """Raise the soft mIoU over the simplex, by a softmax of free numbers."""
    free = start.clamp(min=_TINY).log().requires_grad_(True)
    optimizer = torch.optim.Adam([free], lr=_RATE)
    for _ in range(options.steps):
        optimizer.zero_grad()
        loss = 1 - _soft_miou(pixels, free.softmax(dim=0), options.sharpness)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return free.detach().softmax(dim=0)


def _mean(pixels: DrawnPixels, weights: Tensor) -> Tensor:
    mean: Tensor = torch.tensordot(weights, pixels.probabilities, dims=1)
    return mean


def _soft_miou(pixels: DrawnPixels, weights: Tensor, sharpness: float) -> Tensor:
    sharp = (_mean(pixels, weights).clamp(min=_TINY).log() * sharpness).softmax(dim=1)
    counted = sharp * pixels.counts[:, None]
    classes = counted.shape[1]
    right = counted.gather(1, pixels.labels[:, None]).squeeze(1)
    tp = counted.new_zeros(classes).index_add(0, pixels.labels, right)
    true = counted.new_zeros(classes).index_add(0, pixels.labels, pixels.counts)
    union = counted.sum(dim=0) + true - tp
    miou: Tensor = (tp / union.clamp(min=_TINY))[true > 0].mean()
    return miou


def _counts(pixels: DrawnPixels, weights: Tensor) -> Tensor:
    """Count the label map of the weighted mean: (3, K) true positives, predicted and true pixels."""
    mean = _mean(pixels, weights)
    found, classes = mean.argmax(dim=1), mean.shape[1]
    counts = pixels.counts.double()
    zeros = counts.new_zeros(classes)
    return torch.stack(
        [
            zeros.index_add(0, pixels.labels, counts * (found == pixels.labels)),
            zeros.index_add(0, found, counts),
            zeros.index_add(0, pixels.labels, counts),
        ]
    )


def _crossed_gain(pixels: DrawnPixels, options: WeightSearchOptions) -> float:
    members = pixels.probabilities.shape[0]
    uniform = torch.full((members,), 1 / members)
    searched, plain = [], []
    for chosen in (pixels.halves, ~pixels.halves):
        if not bool(chosen.any()) or bool(chosen.all()):
            return 0.0  # one picture or one scene: nothing can be confirmed
        other = pixels.only(~chosen)
        searched.append(_counts(other, _fit(pixels.only(chosen), options)))
        plain.append(_counts(other, uniform))
    return mean_iou(sum(searched[1:], searched[0])) - mean_iou(sum(plain[1:], plain[0]))
