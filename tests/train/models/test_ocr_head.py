"""The OCR head against the equations of the paper, written out pixel by pixel and class by class."""

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from segscope.config.choice import ModelChoice
from segscope.train.models.build import build_model
from segscope.train.models.ocr_head import OcrHead

Maps = NDArray[np.float64]


def step(block: nn.Module, maps: Maps) -> Maps:
    """Convolution, BatchNorm by its running figures, ReLU: (C, H, W), one pixel at a time."""
    conv, norm = block[0], block[1]  # type: ignore[index]
    weight = conv.weight.detach().double().numpy()
    reach = weight.shape[2] // 2
    _, height, width = maps.shape
    padded = np.pad(maps, ((0, 0), (reach, reach), (reach, reach)))
    out = np.zeros((weight.shape[0], height, width))
    for y in range(height):
        for x in range(width):
            window = padded[:, y : y + 2 * reach + 1, x : x + 2 * reach + 1]
            for channel, kernel in enumerate(weight):
                out[channel, y, x] = (kernel * window).sum()
    mean, var = norm.running_mean.double().numpy(), norm.running_var.double().numpy()
    scale, shift = norm.weight.detach().double().numpy(), norm.bias.detach().double().numpy()
    normed: Maps = (out - mean[:, None, None]) / np.sqrt(var + norm.eps)[:, None, None]
    rectified: Maps = np.maximum(normed * scale[:, None, None] + shift[:, None, None], 0)
    return rectified


def linear(conv: nn.Module, maps: Maps) -> Maps:
    values = {name: tensor.detach().double().numpy() for name, tensor in conv.named_parameters()}
    mapped: Maps = np.einsum("kc,chw->khw", values["weight"][:, :, 0, 0], maps)
    mapped += values["bias"][:, None, None]
    return mapped


def twin(head: OcrHead, features: Maps) -> tuple[Maps, Maps]:
    """Equations 2 to 5 of Yuan, Chen & Wang, ECCV 2020."""
    coarse = linear(head.coarse[1], step(head.coarse[0], features))
    pixels = step(head.pixels, features)
    channels, height, width = pixels.shape
    regions = []
    for k in range(len(coarse)):
        shares = np.exp(coarse[k]) / np.exp(coarse[k]).sum()
        region = np.zeros(channels)
        for y in range(height):
            for x in range(width):
                region += shares[y, x] * pixels[:, y, x]
        regions.append(region)
    attention = head.attention
    as_maps = np.stack(regions, axis=1)[:, :, None]
    query = step(attention.query[1], step(attention.query[0], pixels))
    key = step(attention.key[1], step(attention.key[0], as_maps))[:, :, 0]
    value = step(attention.value, as_maps)[:, :, 0]
    context = np.zeros((len(value), height, width))
    for y in range(height):
        for x in range(width):
            likeness = [query[:, y, x] @ key[:, k] / math.sqrt(len(key)) for k in range(len(regions))]
            weights = np.exp(likeness) / np.exp(likeness).sum()
            for k, weight in enumerate(weights):
                context[:, y, x] += weight * value[:, k]
    joined = np.concatenate([step(attention.up, context), pixels])
    return linear(head.classify, step(head.fuse[0], joined)), coarse


def randomise(head: nn.Module, seed: int) -> None:
    """Give every parameter and every running figure a value of its own, so that none hides behind 0 or 1."""
    generator = torch.Generator().manual_seed(seed)
    for tensor in [*head.parameters(), *head.buffers()]:
        if tensor.is_floating_point():
            tensor.data.copy_(torch.rand(tensor.shape, generator=generator) + 0.1)
            if tensor.ndim == 4:
                tensor.data.sub_(0.6)


def test_the_head_is_the_papers_equations() -> None:
    head = OcrHead(in_channels=5, channels=6, key_channels=4, num_classes=3, dropout=0.5).eval()
    randomise(head, 3)
    features = torch.randn(2, 5, 3, 4, generator=torch.Generator().manual_seed(1))

    with torch.inference_mode():
        found = head(features)

    for index in range(2):
        logits, coarse = twin(head, features[index].double().numpy())
        np.testing.assert_allclose(found.logits[index].numpy(), logits, rtol=2e-4, atol=2e-4)
        np.testing.assert_allclose(found.coarse[index].numpy(), coarse, rtol=2e-4, atol=2e-4)
        assert np.ptp(logits) > 0.1, "the twin would find nothing where all is equal"


def ocr_model(**options: object) -> nn.Module:
    torch.manual_seed(0)
    choice = {"name": "hrnet-ocr", "encoder": "hrnet_w18_small", "weights": "none", "channels": 16, **options}
    return build_model(ModelChoice.model_validate(choice), 3)


def test_the_coarse_map_is_judged_in_training_alone() -> None:
    model = ocr_model(auxiliary_weight=0.3)
    pictures = torch.randint(0, 256, (2, 3, 33, 50), dtype=torch.uint8)

    output = model.train()(pictures)

    assert output.auxiliary.shape == output.logits.shape == (2, 3, 33, 50)
    assert output.auxiliary_weight == 0.3
    assert not torch.allclose(output.auxiliary, output.logits)
    assert model.eval()(pictures).auxiliary is None


def test_no_weight_means_no_coarse_map() -> None:
    model = ocr_model(auxiliary_weight=0).train()

    assert model(torch.zeros((2, 3, 32, 32), dtype=torch.uint8)).auxiliary is None
