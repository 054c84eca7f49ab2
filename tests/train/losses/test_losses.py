"""What every loss of the catalogue keeps to."""

from collections.abc import Callable
from functools import partial

import pytest
import torch
from torch import Tensor

from segscope.config.catalogue import LOSSES
from segscope.config.choice import LossTerm
from segscope.train.losses.base import Loss
from segscope.train.losses.build import build_loss
from segscope.train.losses.weighted_sum import WeightedSum
from segscope.train.targets import Targets
from tests.train.losses.drawn_batch import CONTEXT, drawn_batch, make_loss

VARIANTS: dict[str, tuple[str, dict[str, object]]] = {name: (name, {}) for name in LOSSES} | {
    "weighted cross-entropy": ("cross-entropy", {"class_weights": "inverse"}),
    "smoothed cross-entropy": ("cross-entropy", {"class_weights": "sqrt-inverse", "label_smoothing": 0.1}),
    "focal, small gamma": ("focal", {"gamma": 0.5, "class_weights": "effective-number"}),
    "dice, no smoothing": ("dice", {"smooth": 0}),
    "tversky of false pixels": ("tversky", {"alpha": 1, "beta": 0, "smooth": 0}),
    "weighted ohem": ("ohem", {"class_weights": "inverse", "threshold": 0.1}),
    "hard boundary-wrong": ("boundary-wrong", {"wrongness": "hard", "nearness": "band"}),
    "control of boundary-wrong": ("boundary-wrong", {"spread": "class", "class_weights": "inverse"}),
    "weighted boundary-ce": ("boundary-ce", {"class_weights": "inverse"}),
    "weighted relaxation": ("label-relaxation", {"class_weights": "inverse", "radius": 2}),
}
every_loss = pytest.mark.parametrize("variant", VARIANTS)


def make(variant: str) -> Loss:
    name, options = VARIANTS[variant]
    return make_loss(name, **options)


def some_weights(labels: Tensor) -> Tensor:
    generator = torch.Generator().manual_seed(3)
    return torch.randint(0, 4, labels.shape, generator=generator).float() / 2


def value_and_gradient(function: Callable[[Tensor], Tensor], logits: Tensor) -> tuple[Tensor, Tensor]:
    leaf = logits.clone().requires_grad_()
    value = function(leaf)
    (gradient,) = torch.autograd.grad(value, leaf)
    return value.detach(), gradient


def loss_of(loss: Loss, targets: Targets, logits: Tensor) -> Tensor:
    value: Tensor = loss(logits, targets)
    return value


@every_loss
@pytest.mark.parametrize("weighted", [False, True])
def test_pixels_that_do_not_count_get_no_gradient(variant: str, weighted: bool) -> None:
    logits, labels = drawn_batch(0.5)
    targets = Targets(labels, some_weights(labels) if weighted else None)
    _, gradient = value_and_gradient(partial(loss_of, make(variant), targets), logits)
    counts = labels != 255
    if targets.weights is not None:
        counts &= targets.weights > 0
    size = gradient.abs().sum(dim=1)
    assert float(size[~counts].max()) == 0.0
    assert float(size[counts].max()) > 0.0


# Of a pixel without weight the label is still known: it shapes borders, where a loss looks at them.
BORDERS = ("boundary", "relaxation")


@pytest.mark.parametrize("variant", [v for v in VARIANTS if not any(word in v for word in BORDERS)])
def test_a_pixel_without_weight_is_as_an_ignored_one(variant: str) -> None:
    logits, labels = drawn_batch()
    without = torch.rand(labels.shape, generator=torch.Generator().manual_seed(5)) < 0.5
    logits[:, 3] += 4.0 * without  # the hardest pixels are those that do not count
    weighted = make(variant)(logits, Targets(labels, (~without).float()))
    ignored = make(variant)(logits, Targets(labels.masked_fill(without, 255)))
    assert torch.allclose(weighted, ignored, rtol=1e-5)


@every_loss
def test_where_all_is_ignored_the_loss_is_zero_and_flat(variant: str) -> None:
    logits, labels = drawn_batch()
    void = torch.full_like(labels, 255)
    for targets in (Targets(void), Targets(labels, torch.zeros(labels.shape))):
        value, gradient = value_and_gradient(partial(loss_of, make(variant), targets), logits)
        assert float(value) == 0.0
        assert not gradient.any()


@every_loss
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_half_precision_is_reduced_in_full_precision(variant: str, dtype: torch.dtype) -> None:
    logits, labels = drawn_batch()
    value = make(variant)(logits.to(dtype), Targets(labels))
    assert value.dtype == torch.float32
    assert torch.allclose(value, make(variant)(logits.to(dtype).float(), Targets(labels)))


@every_loss
def test_channels_last_in_memory_changes_nothing(variant: str) -> None:
    logits, labels = drawn_batch()
    value, gradient = value_and_gradient(partial(loss_of, make(variant), Targets(labels)), logits)
    other = logits.contiguous(memory_format=torch.channels_last)
    assert torch.allclose(make(variant)(other, Targets(labels)), value)
    _, other_gradient = value_and_gradient(partial(loss_of, make(variant), Targets(labels)), other)
    assert torch.allclose(gradient, other_gradient, atol=1e-7)


@pytest.mark.parametrize("variant", [v for v in VARIANTS if not v.endswith("ohem")])
def test_a_picture_of_weight_two_is_a_picture_given_twice(variant: str) -> None:
    logits, labels = drawn_batch()
    weights = torch.ones(labels.shape)
    weights[0] = 2
    weights[2] = 0
    twice = [0, 0, 1]
    weighted, gradient = value_and_gradient(partial(loss_of, make(variant), Targets(labels, weights)), logits)
    repeated, expected = value_and_gradient(lambda x: make(variant)(x[twice], Targets(labels[twice])), logits)
    # OHEM is left out: it keeps a share of the pixels, whatever they weigh.
    assert torch.allclose(weighted, repeated, rtol=1e-5)
    assert torch.allclose(gradient, expected, atol=1e-6)


@every_loss
@pytest.mark.parametrize("weighted", [False, True])
def test_accumulation_equals_the_big_batch_where_the_loss_says_so(variant: str, weighted: bool) -> None:
    parts = [drawn_batch(share, seed) for seed, share in enumerate((0.0, 0.5, 0.97, 1.0))]
    window = [Targets(labels, some_weights(labels) if weighted else None) for _, labels in parts]
    loss = make(variant)
    term = WeightedSum([(variant, 1.0, loss)])
    normalisers = term.normalisers(window)

    def accumulated(logits: Tensor) -> Tensor:
        shares = zip(logits.chunk(4), window, strict=True)
        return torch.stack([term(part, targets, normalisers) for part, targets in shares]).sum()

    whole = Targets(
        torch.cat([targets.labels for targets in window]),
        torch.cat([some_weights(targets.labels) for targets in window]) if weighted else None,
    )
    logits = torch.cat([logits for logits, _ in parts]).double()
    value, gradient = value_and_gradient(accumulated, logits)
    expected, big = value_and_gradient(partial(loss_of, loss, whole), logits)
    exact = torch.allclose(value, expected, rtol=1e-5) and torch.allclose(gradient, big, atol=1e-7)
    assert exact == loss.additive
    assert term.inexact_names == (() if loss.additive else (variant,))


@every_loss
def test_no_loss_waits_for_its_device(variant: str) -> None:
    # On the meta device there are no values: whatever asks for one fails there, as it would wait on a GPU.
    logits, labels = drawn_batch()
    leaf = logits.to("meta").requires_grad_()
    origins = torch.zeros(labels.shape, dtype=torch.uint8)
    targets = Targets(*(part.to("meta") for part in (labels, some_weights(labels), origins)))
    value = make(variant).to("meta")(leaf, targets)
    (gradient,) = torch.autograd.grad(value, leaf)
    assert (value.shape, gradient.shape) == ((), logits.shape)


SMOOTH = [v for v in VARIANTS if v not in ("boundary-wrong", "control of boundary-wrong")]


@pytest.mark.parametrize("variant", SMOOTH)
def test_gradients_are_those_of_finite_differences(variant: str) -> None:
    # Boundary × wrong pixel is left out: what it weighs by carries no gradient on purpose. Its own test
    # compares with the closed form.
    logits, labels = drawn_batch(size=(4, 5))
    leaf = logits[:2].double().requires_grad_()
    targets = Targets(labels[:2], some_weights(labels[:2]))
    assert torch.autograd.gradcheck(partial(loss_of, make(variant), targets), (leaf,), eps=1e-6, atol=1e-6)


@every_loss
def test_it_falls_when_the_truth_becomes_more_probable(variant: str) -> None:
    logits, labels = drawn_batch()
    targets = Targets(labels)
    truth = torch.nn.functional.one_hot(labels.where(labels != 255, 0), 4).movedim(-1, 1).float()
    values = [float(make(variant)(logits + step * truth, targets)) for step in (0, 1, 2, 4)]
    assert values == sorted(values, reverse=True)


def test_the_weighted_sum_adds_its_terms() -> None:
    logits, labels = drawn_batch()
    targets = Targets(labels)
    terms: list[dict[str, object]] = [
        {"name": "ce", "weight": 0.7},
        {"name": "dice", "weight": 0.3},
        {"name": "boundary-loss", "weight": 0.01},
    ]
    loss = build_loss([LossTerm.model_validate(term) for term in terms], CONTEXT)
    expected = (
        0.7 * make_loss("cross-entropy")(logits, targets)
        + 0.3 * make_loss("dice")(logits, targets)
        + 0.01 * make_loss("boundary-loss")(logits, targets)
    )
    assert torch.allclose(loss(logits, targets, loss.normalisers([targets])), expected, atol=1e-6)
    assert loss.inexact_names == ("dice",)
