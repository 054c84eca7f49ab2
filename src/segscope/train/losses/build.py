"""From a config's loss terms to the run's loss."""

from collections.abc import Sequence

from segscope.config.choice import LossTerm
from segscope.train.losses.base import Loss, LossContext
from segscope.train.losses.weighted_sum import WeightedSum
from segscope.train.resolve import resolve_target


def build_loss(terms: Sequence[LossTerm], context: LossContext) -> WeightedSum:
    """Build the weighted sum of all terms."""
    return WeightedSum([(term.name, term.weight, _build_term(term, context)) for term in terms])


def _build_term(term: LossTerm, context: LossContext) -> Loss:
    loss = resolve_target(term.technique)(term.options, context)
    if not isinstance(loss, Loss):
        raise TypeError(f"{term.technique.target} is not a Loss")
    return loss
