"""A parameter, and gradients for it."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn


def trajectory(
    make: Callable[[list[dict[str, object]]], torch.optim.Optimizer],
    start: Tensor,
    gradients: Sequence[Tensor],
    *,
    lr: float,
    weight_decay: float = 0.0,
) -> list[Tensor]:
    """Give the parameter after each step of one optimiser."""
    parameter = nn.Parameter(start.clone())
    optimizer = make([{"params": [parameter], "lr": lr, "weight_decay": weight_decay}])
    values = []
    for gradient in gradients:
        parameter.grad = gradient.clone()
        optimizer.step()
        values.append(parameter.detach().clone())
    return values


def random_tensors(count: int, *shape: int, seed: int = 0) -> list[Tensor]:
    """Give standard normal tensors."""
    generator = torch.Generator().manual_seed(seed)
    return [torch.randn(*shape, generator=generator, dtype=torch.float64) for _ in range(count)]
