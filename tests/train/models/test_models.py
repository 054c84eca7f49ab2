"""Every architecture by name: any size in, logits of that size out, gradients everywhere."""

import pytest
import torch

from segscope.config.catalogue import MODELS
from segscope.config.choice import ModelChoice
from segscope.errors import ConfigError, WeightsError
from segscope.train.models.build import build_model
from segscope.train.models.encoders import normalisation, resolve_encoder

ENCODERS = {"dpt": "tu-vit_tiny_patch16_224"}


def choice(name: str, encoder: str, **options: object) -> ModelChoice:
    return ModelChoice.model_validate({"name": name, "encoder": encoder, "weights": "none", **options})


@pytest.mark.parametrize("name", list(MODELS))
def test_an_architecture_learns_on_an_odd_size(name: str) -> None:
    torch.manual_seed(0)
    model = build_model(choice(name, ENCODERS.get(name, "resnet18")), 5).train()
    pictures = torch.randint(0, 256, (2, 3, 65, 97), dtype=torch.uint8)
    logits = model(pictures).logits
    assert logits.shape == (2, 5, 65, 97)
    logits.square().mean().backward()
    # PSPNet stops at stride 8, so the encoder's deepest stages stay silent; its first ones never do.
    first = next(iter(model.encoder.parameters()))
    assert first.grad is not None
    assert float(first.grad.abs().max()) > 0


def test_hrnet_works_by_its_name() -> None:
    model = build_model(choice("unet", "tu-hrnet_w18"), 3).train()
    logits = model(torch.randint(0, 256, (2, 3, 51, 70), dtype=torch.uint8)).logits
    assert logits.shape == (2, 3, 51, 70)
    logits.mean().backward()


@pytest.mark.parametrize("size", [(1, 1), (31, 33), (32, 64), (360, 7)])
def test_any_size_is_padded_and_cropped_inside(size: tuple[int, int]) -> None:
    model = build_model(choice("light-unet", "tf_efficientnet_lite0"), 4).eval()
    with torch.inference_mode():
        logits = model(torch.zeros((1, 3, *size), dtype=torch.uint8)).logits
    assert logits.shape == (1, 4, *size)


def test_padding_does_not_change_what_fits_already() -> None:
    torch.manual_seed(0)
    model = build_model(choice("light-unet", "resnet18"), 4).eval()
    pictures = torch.randint(0, 256, (1, 3, 64, 96), dtype=torch.uint8)
    with torch.inference_mode():
        buffers = dict(model.named_buffers())
        direct = model.network((pictures.float() - buffers["mean"]) / buffers["std"])
        assert torch.allclose(model(pictures).logits, direct, atol=1e-5)


def test_an_unknown_encoder_names_near_ones() -> None:
    with pytest.raises(ConfigError, match="did you mean"):
        resolve_encoder("hrnet_w1")
    with pytest.raises(ConfigError, match="there is no encoder"):
        resolve_encoder("no-such-encoder-at-all")


def test_normalisation_is_what_the_weights_want() -> None:
    lite = normalisation(resolve_encoder("tf_efficientnet_lite0"), pretrained=True)
    assert lite == ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))
    hrnet = normalisation(resolve_encoder("tu-hrnet_w18"), pretrained=True)
    assert hrnet == ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))


def test_an_encoder_that_does_not_fit_is_one_sentence() -> None:
    with pytest.raises(ConfigError, match="light-unet cannot be built with encoder tu-vit_tiny_patch16_224"):
        build_model(choice("light-unet", "tu-vit_tiny_patch16_224"), 3)


def test_weights_that_cannot_be_had_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(WeightsError, match="cannot be had"):
        build_model(ModelChoice.model_validate({"name": "unet", "encoder": "tu-resnet18"}), 3)
