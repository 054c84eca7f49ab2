"""The mean of weights against the arithmetic mean, and averaged linear models against their predictions."""

import torch
from torch import nn

from segscope.train.ensembles.swa import mean_state


def test_the_weights_are_the_arithmetic_mean() -> None:
    torch.manual_seed(0)
    states = [nn.BatchNorm2d(5).state_dict() | {"weight": torch.randn(5)} for _ in range(7)]
    for number, state in enumerate(states):
        state["num_batches_tracked"] = torch.tensor(number)
    mean = mean_state(iter(states))
    expected = torch.stack([state["weight"].double() for state in states]).mean(dim=0).float()
    assert torch.equal(mean["weight"], expected)
    assert int(mean["num_batches_tracked"]) == 6
    assert all(mean[name].dtype == value.dtype for name, value in states[0].items())


def test_no_state_is_changed_not_even_one_of_64_bits() -> None:
    states = [{"w": torch.tensor([1.0, 2.0], dtype=dtype)} for dtype in (torch.float64, torch.float64)]
    assert mean_state(states)["w"].tolist() == [1.0, 2.0]
    assert states[0]["w"].tolist() == [1.0, 2.0]


def test_averaged_linear_models_predict_the_mean_of_their_predictions() -> None:
    torch.manual_seed(1)
    models = [nn.Conv2d(3, 4, 3) for _ in range(5)]
    pictures = torch.randn(2, 3, 8, 8)
    averaged = nn.Conv2d(3, 4, 3)
    averaged.load_state_dict(mean_state(model.state_dict() for model in models))
    expected = torch.stack([model(pictures) for model in models]).mean(dim=0)
    assert torch.allclose(averaged(pictures), expected, atol=1e-6)
