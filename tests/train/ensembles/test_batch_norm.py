"""BatchNorm statistics over uneven batches against those of the whole set at once."""

import pytest
import torch
from torch import Tensor, nn

from segscope.train.ensembles.batch_norm import recompute_statistics


def whole_set() -> Tensor:
    torch.manual_seed(0)
    # The mean drifts along the set, so that batches differ from each other.
    return torch.randn(10, 3, 6, 5) + torch.linspace(-3, 4, 10).view(-1, 1, 1, 1)


@pytest.mark.parametrize("sizes", [[10], [4, 4, 2], [1, 2, 7], [3, 3, 3, 1]])
def test_statistics_are_those_of_the_whole_set(sizes: list[int]) -> None:
    pictures = whole_set()
    model = nn.Sequential(nn.BatchNorm2d(3), nn.Flatten())
    recompute_statistics(model, torch.split(pictures, sizes))
    layer = model[0]
    assert isinstance(layer, nn.BatchNorm2d)
    everything = pictures.transpose(0, 1).flatten(1)
    assert torch.allclose(layer.running_mean, everything.mean(dim=1), atol=1e-5)  # type: ignore[arg-type]
    assert torch.allclose(layer.running_var, everything.var(dim=1), atol=1e-4)  # type: ignore[arg-type]


def test_torchs_own_helper_is_off_where_the_last_batch_is_small() -> None:
    """Why this is ours: torch.optim.swa_utils.update_bn weighs batches equally."""
    pictures, layer = whole_set(), nn.BatchNorm2d(3)
    torch.optim.swa_utils.update_bn(torch.split(pictures, [8, 2]), layer)
    mean = pictures.transpose(0, 1).flatten(1).mean(dim=1)
    assert not torch.allclose(layer.running_mean, mean, atol=0.5)  # type: ignore[arg-type]


def test_one_batch_gives_what_torch_gives_in_every_layer() -> None:
    pictures = whole_set()
    torch.manual_seed(1)
    model = nn.Sequential(
        nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Conv2d(4, 2, 1), nn.BatchNorm2d(2)
    )
    twin = nn.Sequential(*model)
    recompute_statistics(model, [pictures])
    found = {name: value.clone() for name, value in model.state_dict().items() if "running" in name}
    for layer in twin:
        if isinstance(layer, nn.BatchNorm2d):
            layer.reset_running_stats()
            layer.momentum = 1.0
    twin.train()(pictures)
    for name, value in found.items():
        assert torch.allclose(value, twin.state_dict()[name], atol=1e-5), name


def test_weights_momentum_and_mode_are_left_as_they_should_be() -> None:
    model = nn.Sequential(nn.Conv2d(3, 2, 1), nn.BatchNorm2d(2, momentum=0.3), nn.Dropout(0.5))
    before = {name: value.clone() for name, value in model.named_parameters()}
    recompute_statistics(model.train(), torch.split(whole_set(), 4))
    assert not any(module.training for module in model.modules())
    assert all(torch.equal(value, before[name]) for name, value in model.named_parameters())
    layer = model[1]
    assert isinstance(layer, nn.BatchNorm2d)
    assert layer.momentum == 0.3
    assert not layer._forward_pre_hooks


def test_a_model_without_batch_norm_reads_nothing() -> None:
    def refuse() -> Tensor:
        raise AssertionError

    recompute_statistics(nn.Conv2d(3, 1, 1), (refuse() for _ in range(1)))
