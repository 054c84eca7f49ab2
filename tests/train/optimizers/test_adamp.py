"""AdamP against AdamW, the paper's algorithm written out, and what it is for."""

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import nn

from segscope.config.catalogue.optimizers import AdamPOptions, AdamWOptions
from segscope.train.optimizers.adamp import build_adamp
from segscope.train.optimizers.adamw import build_adamw
from tests.train.optimizers.gradients import random_tensors, trajectory

Array = NDArray[np.float64]


def test_on_vectors_it_is_adamw() -> None:
    start, *gradients = random_tensors(21, 7)
    ours = trajectory(
        lambda groups: build_adamp(groups, AdamPOptions()), start, gradients, lr=0.01, weight_decay=0.1
    )
    adamw = trajectory(
        lambda groups: build_adamw(groups, AdamWOptions()), start, gradients, lr=0.01, weight_decay=0.1
    )
    assert all(torch.allclose(one, other, atol=1e-8) for one, other in zip(ours, adamw, strict=True))


def test_scale_invariant_weights_step_orthogonally() -> None:
    torch.manual_seed(0)
    conv, norm = nn.Conv2d(3, 8, 3, bias=False), nn.BatchNorm2d(8)
    optimizer = build_adamp([{"params": [conv.weight], "lr": 0.1, "weight_decay": 0.0}], AdamPOptions())
    pictures, targets = torch.randn(4, 3, 9, 9), torch.randn(4, 8, 7, 7)
    for _ in range(5):
        before = conv.weight.detach().clone()
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(norm(conv(pictures)), targets)
        torch.autograd.backward(loss)
        optimizer.step()
        step = conv.weight.detach() - before
        radial = (step * before).sum((1, 2, 3)).abs() / (step.norm() * before.norm())
        assert float(radial.max()) < 1e-6
        assert float(step.norm()) > 0.1


@pytest.mark.parametrize("nesterov", [False, True])
def test_it_follows_the_papers_algorithm(nesterov: bool) -> None:
    start, *gradients = random_tensors(13, 4, 6)
    # Some gradients are orthogonal to the weights, so that every branch is taken.
    options = AdamPOptions(nesterov=nesterov, delta=0.5, wd_ratio=0.2)
    twin = Twin(start.numpy(), options)
    weights, gradients_used, expected = start.clone(), [], []
    for index, drawn in enumerate(gradients):
        share = (drawn * weights).sum(1, keepdim=True) / weights.square().sum(1, keepdim=True)
        gradient = drawn - share * weights if index % 2 else drawn
        gradients_used.append(gradient)
        weights = torch.from_numpy(twin.step(gradient.numpy(), lr=0.05, decay=0.1).copy())
        expected.append(weights)
    found = trajectory(
        lambda groups: build_adamp(groups, options), start, gradients_used, lr=0.05, weight_decay=0.1
    )
    assert twin.branches == {"channel", "layer", "none"}
    for one, other in zip(found, expected, strict=True):
        assert torch.allclose(one, other, atol=1e-7)


class Twin:
    """Algorithm 2 of the paper, for a matrix whose rows are channels."""

    def __init__(self, weights: Array, options: AdamPOptions) -> None:
        self.weights = weights.copy()
        self.options = options
        self.mean = np.zeros_like(weights)
        self.square = np.zeros_like(weights)
        self.steps = 0
        self.branches: set[str] = set()

    def step(self, gradient: Array, *, lr: float, decay: float) -> Array:
        o = self.options
        self.steps += 1
        self.mean = o.beta1 * self.mean + (1 - o.beta1) * gradient
        self.square = o.beta2 * self.square + (1 - o.beta2) * gradient**2
        root = np.sqrt(self.square / (1 - o.beta2**self.steps)) + 1e-8
        numerator = o.beta1 * self.mean + (1 - o.beta1) * gradient if o.nesterov else self.mean
        step, ratio = self.project(numerator / root, gradient)
        self.weights = self.weights * (1 - lr * decay * ratio) - lr / (1 - o.beta1**self.steps) * step
        return self.weights

    def project(self, step: Array, gradient: Array) -> tuple[Array, float]:
        for name, shape in (("channel", self.weights.shape), ("layer", (1, -1))):
            w, g, s = (array.reshape(shape) for array in (self.weights, gradient, step))
            length = np.linalg.norm(w, axis=1)
            cosine = np.abs((w * g).sum(1)) / (length * np.linalg.norm(g, axis=1))
            if cosine.max() < self.options.delta / np.sqrt(w[0].size):
                self.branches.add(name)
                unit = w / length[:, None]
                tangential = s - unit * (unit * s).sum(1, keepdims=True)
                return tangential.reshape(step.shape), self.options.wd_ratio
        self.branches.add("none")
        return step, 1.0
