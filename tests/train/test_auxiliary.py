"""Auxiliary logits: the step minimises loss(logits) + weight · loss(auxiliary), over micro-batches too."""

import torch
from lightning_fabric import Fabric
from torch import Tensor, nn
from torch.nn import functional

from segscope.config.choice import LossTerm
from segscope.train.batches.training_set import Batch
from segscope.train.losses.base import LossContext
from segscope.train.losses.build import build_loss
from segscope.train.outputs import SegmentationOutput
from segscope.train.stepper import Stepper

CONTEXT = LossContext(num_classes=3, ignore=255, class_pixels=(1, 1, 1))
WEIGHT = 0.4


class TwoHeads(nn.Module):
    """One convolution for the logits, one for the auxiliary ones."""

    def __init__(self) -> None:
        super().__init__()
        self.final = nn.Conv2d(3, 3, 1).double()
        self.coarse = nn.Conv2d(3, 3, 1).double()

    def forward(self, pictures: Tensor) -> SegmentationOutput:
        levels = pictures.double() / 255
        return SegmentationOutput(self.final(levels), self.coarse(levels), WEIGHT)


def batches() -> list[Batch]:
    generator = torch.Generator().manual_seed(2)
    made = []
    for index in range(2):
        pictures = torch.randint(0, 256, (1, 3, 8, 8), generator=generator, dtype=torch.uint8)
        labels = torch.randint(0, 3, (1, 8, 8), generator=generator, dtype=torch.uint8)
        labels[:, : 3 * index] = 255
        made.append(Batch(pictures, labels, (str(index),)))
    return made


def test_the_step_weighs_the_auxiliary_loss() -> None:
    torch.manual_seed(0)
    model = TwoHeads()
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    window = batches()
    levels = torch.cat([batch.pictures for batch in window]).double() / 255
    labels = torch.cat([batch.targets for batch in window]).long()
    parts = [
        functional.cross_entropy(head(levels), labels, ignore_index=255)
        for head in (model.final, model.coarse)
    ]
    expected = parts[0] + WEIGHT * parts[1]
    gradients = dict(zip(before, torch.autograd.grad(expected, list(model.parameters())), strict=True))

    fabric = Fabric(accelerator="cpu", devices=1)
    wrapped, optimizer = fabric.setup(model, torch.optim.SGD(model.parameters(), lr=1.0))
    loss = build_loss([LossTerm.model_validate("cross-entropy")], CONTEXT)
    result = Stepper(fabric, wrapped, optimizer, loss, clip_norm=0.0).run(window)

    assert torch.allclose(result.loss.double(), expected.detach(), atol=1e-6)
    for name, tensor in model.state_dict().items():
        assert torch.allclose(tensor, before[name] - gradients[name], atol=1e-6), name
