"""Lookahead against the paper's algorithm written out, around every optimiser of the catalogue."""

import copy
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from segscope.config.catalogue import OPTIMIZERS
from segscope.train.optimizers.lookahead import Lookahead
from segscope.train.resolve import resolve_target
from tests.train.optimizers.gradients import random_tensors

Build = Callable[[nn.Parameter], torch.optim.Optimizer]


def inner(name: str) -> Build:
    def build(parameter: nn.Parameter) -> torch.optim.Optimizer:
        technique = OPTIMIZERS[name]
        groups = [{"params": [parameter], "lr": 0.05, "weight_decay": 0.01}]
        optimizer: torch.optim.Optimizer = resolve_target(technique)(groups, technique.options())
        return optimizer

    return build


def run(parameter: nn.Parameter, optimizer: torch.optim.Optimizer, gradients: list[Tensor]) -> list[Tensor]:
    values = []
    for gradient in gradients:
        parameter.grad = gradient.clone()
        optimizer.step()
        values.append(parameter.detach().clone())
    return values


def test_the_first_move_counts() -> None:
    parameter = nn.Parameter(torch.zeros(1))
    optimizer = Lookahead(torch.optim.SGD([parameter], lr=1.0), k=2, alpha=0.5)
    values = run(parameter, optimizer, [torch.full((1,), -1.0)] * 6)
    assert [float(value) for value in values] == [1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_it_equals_a_slow_twin_around_any_optimiser(name: str) -> None:
    start, *gradients = random_tensors(14, 4, 3)
    parameter = nn.Parameter(start.clone())
    found = run(parameter, Lookahead(inner(name)(parameter), k=4, alpha=0.3), gradients)
    twin = nn.Parameter(start.clone())
    optimizer, slow = inner(name)(twin), start.clone()
    for index, gradient in enumerate(gradients):
        run(twin, optimizer, [gradient])
        if (index + 1) % 4 == 0:
            slow = slow + 0.3 * (twin.detach() - slow)
            twin.data = slow.clone()
        assert torch.allclose(found[index], twin.detach(), atol=1e-12)


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("cut", [0, 2, 4, 7])
def test_a_resume_in_the_middle_of_a_cycle_changes_no_bit(name: str, cut: int) -> None:
    start, *gradients = random_tensors(13, 4, 3)
    parameter = nn.Parameter(start.clone())
    optimizer = Lookahead(inner(name)(parameter), k=4, alpha=0.3)
    before = run(parameter, optimizer, gradients[:cut])
    state, weights = copy.deepcopy(optimizer.state_dict()), parameter.detach().clone()
    rest = run(parameter, optimizer, gradients[cut:])
    # The resumed one is built around other weights, as a model is before its checkpoint is loaded.
    resumed = nn.Parameter(torch.zeros_like(start))
    other = Lookahead(inner(name)(resumed), k=4, alpha=0.3)
    resumed.data.copy_(weights)
    other.load_state_dict(state)
    again = run(resumed, other, gradients[cut:])
    assert len(before) == cut
    assert all(torch.equal(one, two) for one, two in zip(rest, again, strict=True))


def test_a_rate_that_is_set_from_outside_is_used_after_a_resume_too() -> None:
    parameter = nn.Parameter(torch.zeros(1))
    optimizer = Lookahead(torch.optim.SGD([parameter], lr=1.0), k=5, alpha=0.5)
    optimizer.load_state_dict(copy.deepcopy(optimizer.state_dict()))
    optimizer.param_groups[0]["lr"] = 0.25
    assert [float(v) for v in run(parameter, optimizer, [torch.full((1,), -1.0)] * 2)] == [0.25, 0.5]


def test_weights_loaded_after_it_was_built_are_the_slow_ones_at_the_start() -> None:
    parameter = nn.Parameter(torch.zeros(1))
    optimizer = Lookahead(torch.optim.SGD([parameter], lr=1.0), k=1, alpha=0.5)
    parameter.data.fill_(10.0)
    assert float(run(parameter, optimizer, [torch.full((1,), -1.0)])[0]) == 10.5


def test_slow_weights_are_evaluated_and_the_fast_ones_return() -> None:
    parameter = nn.Parameter(torch.zeros(1))
    optimizer = Lookahead(torch.optim.SGD([parameter], lr=1.0), k=3, alpha=0.5)
    with optimizer.slow_in_place():
        assert parameter.item() == 0.0
    run(parameter, optimizer, [torch.full((1,), -1.0)] * 5)
    assert parameter.item() == 3.5
    with optimizer.slow_in_place():
        assert parameter.item() == 1.5
    assert parameter.item() == 3.5
    with pytest.raises(KeyboardInterrupt), optimizer.slow_in_place():
        raise KeyboardInterrupt
    assert parameter.item() == 3.5
