"""Several predictors as one: the weighted mean of their probabilities."""

from collections.abc import Sequence

import torch
from torch import Tensor

from segscope.train.predictors.base import Predictor


class WeightedMean:
    """The weighted mean of the members' probabilities (the linear opinion pool).

    The pictures are read and copied to the device once; one member's probabilities are held at a time
    beside the sum.

    Args:
        members: At least one.
        weights: One for each member, 0 or more and not all 0; they are scaled to sum to 1. None = equal.

    Raises:
        ValueError: The weights do not fit.
    """

    def __init__(self, members: Sequence[Predictor], weights: Sequence[float] | None = None) -> None:
        given = [1.0] * len(members) if weights is None else list(weights)
        if len(given) != len(members) or min(given, default=-1.0) < 0 or sum(given) == 0:
            raise ValueError(f"{len(members)} members and the weights {given} do not fit")
        total = sum(given)
        self.members = tuple(members)
        self.weights = tuple(weight / total for weight in given)

    def __call__(self, pictures: Tensor) -> Tensor:
        """Segment a batch; see :class:`~segscope.train.predictors.base.Predictor`."""
        used = [(m, w) for m, w in zip(self.members, self.weights, strict=True) if w > 0]
        if len(used) == 1:
            return used[0][0](pictures)  # one member: exactly its probabilities
        with torch.inference_mode():
            mean = used[0][0](pictures).mul_(used[0][1])
            for member, weight in used[1:]:
                mean.add_(member(pictures), alpha=weight)
        return mean
