"""From a config's loss terms to the run's loss."""

from collections.abc import Sequence

from segscope.config.choice import LossTerm
from segscope.train.losses.base import Loss, LossContext
from segscope.train.losses.weighted_sum import WeightedSum
from segscope.train.resolve import resolve_target


def build_loss(
    terms: Sequence[LossTerm],
    context: LossContext,
    further: Sequence[tuple[str, float, Loss]] = (),
) -> WeightedSum:
    """Build the weighted sum of all terms.

    Args:
        terms: Of the config.
        context: What they may know of the data.
        further: (name, weight, loss) of terms that other parts of the config bring.
    """
    named = [(term.name, term.weight, _build_term(term, context)) for term in terms]
    return WeightedSum([*named, *further])


def _build_term(term: LossTerm, context: LossContext) -> Loss:
    loss = resolve_target(term.technique)(term.options, context)
    if not isinstance(loss, Loss):
        raise TypeError(f"{term.technique.target} is not a Loss")
    return loss
