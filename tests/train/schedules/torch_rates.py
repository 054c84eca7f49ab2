"""The rates that a schedule of torch gives."""

from collections.abc import Callable

import torch
from torch.optim.lr_scheduler import LRScheduler


def torch_rates(make: Callable[[torch.optim.Optimizer], LRScheduler], updates: int) -> list[float]:
    """Give the rate of each update, for a top rate of 1."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    scheduler = make(optimizer)
    rates = []
    for update in range(updates):
        rates.append(float(optimizer.param_groups[0]["lr"]))
        optimizer.step()
        if update + 1 < updates:
            scheduler.step()
    return rates
