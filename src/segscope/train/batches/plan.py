"""Which samples go into which batch, window and rank."""

from collections.abc import Sequence

Window = tuple[tuple[int, ...], ...]
"""The micro-batches of one optimiser step, each a tuple of sample indices."""


def plan_epoch(
    order: Sequence[int], *, batch_size: int, accumulate: int, rank: int, ranks: int
) -> list[Window]:
    """Cut an epoch's order into optimiser steps.

    Every sample is used once an epoch, but for what is left over where the last micro-batch would
    hold a single picture (BatchNorm cannot learn from one value a channel) or fewer pictures than
    there are ranks. The last window may hold fewer micro-batches.

    Args:
        order: Sample indices.
        batch_size: Pictures in one forward pass on one device.
        accumulate: Micro-batches in a window.
        rank: This process.
        ranks: All processes; each gets the same number of micro-batches.

    Example:
        >>> plan_epoch(range(7), batch_size=2, accumulate=2, rank=0, ranks=1)
        [((0, 1), (2, 3)), ((4, 5),)]
    """
    step = batch_size * ranks
    micro_batches = []
    for start in range(0, len(order), step):
        mine = tuple(order[start : start + step][rank::ranks])
        smallest = (len(order[start : start + step])) // ranks
        if smallest >= min(2, batch_size, len(order)):
            micro_batches.append(mine)
    return [tuple(micro_batches[i : i + accumulate]) for i in range(0, len(micro_batches), accumulate)]
