"""Parameter groups: every parameter once, no decay on norms and biases, rates by part."""

import pytest
import torch

from segscope.config.catalogue.optimizers import AdamWOptions
from segscope.config.choice import ModelChoice
from segscope.train.models.build import build_model
from segscope.train.optimizers.adamw import build_adamw


def test_groups_cover_every_parameter_once() -> None:
    model = build_model(ModelChoice.model_validate({"name": "light-unet", "weights": "none"}), 4)
    optimizer = build_adamw(model, AdamWOptions(lr=0.01, encoder_lr_factor=0.1, weight_decay=0.5))
    seen = [id(p) for group in optimizer.param_groups for p in group["params"]]
    assert sorted(seen) == sorted(id(p) for p in model.parameters())
    encoder = {id(p) for p in model.encoder.parameters()}
    for group in optimizer.param_groups:
        assert len({id(p) in encoder for p in group["params"]}) == 1
        assert (
            group["lr"]
            == group["base_lr"]
            == pytest.approx(0.001 if id(group["params"][0]) in encoder else 0.01)
        )
        assert group["weight_decay"] == (0.5 if group["params"][0].ndim > 1 else 0.0)


def test_one_step_has_the_closed_form() -> None:
    model = build_model(ModelChoice.model_validate({"name": "light-unet", "weights": "none"}), 2)
    optimizer = build_adamw(model, AdamWOptions(lr=0.01, weight_decay=0.1))
    weight = optimizer.param_groups[-2]["params"][0]
    assert weight.ndim > 1
    before = weight.detach().clone()
    weight.grad = torch.full_like(weight, 0.3)
    optimizer.step()
    # The first Adam step has length lr whatever the gradient; the decay is decoupled from it.
    assert torch.allclose(weight, before * (1 - 0.01 * 0.1) - 0.01, atol=1e-6)
