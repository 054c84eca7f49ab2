"""The loss on the merged probabilities: its closed form, its gradient, and when it is there."""

import torch

from segscope.config.catalogue.loss_options import CrossEntropyOptions
from segscope.config.catalogue.unknowns import SplitUnknownOptions
from segscope.train.losses.base import LossContext
from segscope.train.losses.cross_entropy import CrossEntropy
from segscope.train.targets import Targets
from segscope.train.unknown.parent_loss import ParentLoss, parent_terms
from segscope.train.unknown.subclasses import Subclasses

PARTS = Subclasses(num_classes=3, parent=1, parts=2)
CONTEXT = LossContext(num_classes=3, ignore=255, class_pixels=(600, 300, 100))


def batch() -> tuple[torch.Tensor, Targets]:
    generator = torch.Generator().manual_seed(1)
    logits = torch.randn(2, 4, 5, 6, generator=generator, dtype=torch.float64)
    labels = torch.randint(0, 4, (2, 5, 6), generator=generator)
    labels[0, 0] = 255
    return logits, Targets(labels)


def test_it_is_the_cross_entropy_of_summed_probabilities() -> None:
    logits, targets = batch()
    loss = ParentLoss(CrossEntropy(CrossEntropyOptions(), CONTEXT), PARTS)

    probabilities = logits.softmax(dim=1)
    summed = torch.stack([probabilities[:, 0], probabilities[:, [1, 3]].sum(1), probabilities[:, 2]], dim=1)
    counted = targets.labels != 255
    merged = torch.where(targets.labels == 3, 1, targets.labels)
    right = summed.gather(1, torch.where(counted, merged, 0)[:, None])[:, 0]

    torch.testing.assert_close(loss(logits, targets), -right[counted].log().mean())


def test_it_does_not_ask_which_part_it_is() -> None:
    logits, targets = batch()
    loss = ParentLoss(CrossEntropy(CrossEntropyOptions(class_weights="inverse"), CONTEXT), PARTS)
    swapped = Targets(
        torch.where(targets.labels == 3, 1, torch.where(targets.labels == 1, 3, targets.labels))
    )
    torch.testing.assert_close(loss(logits, targets), loss(logits, swapped))


def test_a_part_of_an_unknown_pixel_gets_its_share_of_the_gradient() -> None:
    logits, _ = batch()
    logits.requires_grad_()
    labels = torch.full((2, 5, 6), 1)
    loss = ParentLoss(CrossEntropy(CrossEntropyOptions(), CONTEXT), PARTS)
    loss(logits, Targets(labels)).backward()

    probabilities = logits.detach().softmax(dim=1)
    shares = probabilities[:, [1, 3]] / probabilities[:, [1, 3]].sum(1, keepdim=True)
    expected = probabilities.clone()
    expected[:, [1, 3]] -= shares
    torch.testing.assert_close(logits.grad, expected / labels.numel())


def test_it_stands_only_where_something_is_split_and_it_is_asked_for() -> None:
    asked = SplitUnknownOptions(parent_weight=0.5)
    ((name, weight, loss),) = parent_terms(asked, PARTS, CONTEXT)
    assert (name, weight, loss.additive) == ("unknown-parent", 0.5, True)
    assert parent_terms(SplitUnknownOptions(), PARTS, CONTEXT) == []
    assert parent_terms(asked, Subclasses(3, 1, 1), CONTEXT) == []
