"""Plain vision transformers: any size, any head, DINO's encoders by their names."""

import pytest
import timm
import torch
from torch import Tensor
from torch.nn import functional

from segscope.config.choice import ModelChoice
from segscope.errors import ConfigError, WeightsError
from segscope.train.models.build import build_model
from segscope.train.models.segmenter import Segmenter

ENCODERS = ("vit_small_patch14_dinov2", "vit_tiny_patch16_dinov3_qkvb", "vit_tiny_patch16_224")


def vit(encoder: str, head: str = "pyramid", seed: int = 0) -> Segmenter:
    torch.manual_seed(seed)
    choice = {"name": "vit", "encoder": encoder, "weights": "none", "head": head, "width": 16}
    return build_model(ModelChoice.model_validate(choice), 4)


def pictures(height: int, width: int, count: int = 1) -> Tensor:
    generator = torch.Generator().manual_seed(height * width)
    return torch.randint(0, 256, (count, 3, height, width), dtype=torch.uint8, generator=generator)


@pytest.mark.parametrize("encoder", ENCODERS)
@pytest.mark.parametrize("head", ["pyramid", "linear"])
def test_a_size_that_is_no_multiple_of_the_patch(encoder: str, head: str) -> None:
    model = vit(encoder, head).train()

    logits = model(pictures(33, 47, 2)).logits

    assert logits.shape == (2, 4, 33, 47)
    logits.square().mean().backward()
    silent = [
        name
        for name, parameter in model.named_parameters()
        if parameter.grad is None or not parameter.grad.isfinite().all()
    ]
    assert silent == []


@pytest.mark.parametrize("size", [(1, 1), (14, 28), (15, 100)])
def test_any_size_comes_back_whole(size: tuple[int, int]) -> None:
    with torch.inference_mode():
        assert vit(ENCODERS[0]).eval()(pictures(*size)).logits.shape == (1, 4, *size)


def test_positions_follow_the_size() -> None:
    """The positions of another grid are the pretrained ones, resized, not cut and not drawn anew."""
    model = vit("vit_tiny_patch16_224").eval()
    encoder = model.encoder
    table = dict(encoder.named_parameters())["pos_embed"].detach()
    seen: list[Tensor] = []
    blocks = dict(encoder.named_children())["blocks"]
    blocks.register_forward_pre_hook(lambda module, inputs: seen.append(inputs[0]))
    first = next(iter(blocks.children()))
    first.register_forward_pre_hook(lambda module, inputs: seen.append(inputs[0]))
    patches = dict(encoder.named_children())["patch_embed"]

    with torch.inference_mode():
        batch = pictures(64, 96)
        model(batch)
        buffers = dict(model.named_buffers())
        bare = patches((batch.float() - buffers["mean"]) / buffers["std"])

    added = (seen[0][:, 1:] - bare.reshape(1, 4 * 6, -1)).reshape(1, 4, 6, -1).permute(0, 3, 1, 2)
    grid = table[:, 1:].reshape(1, 14, 14, -1).permute(0, 3, 1, 2)
    expected = functional.interpolate(grid, size=(4, 6), mode="bicubic", antialias=True)
    assert torch.allclose(added, expected, atol=1e-4)


def test_dinov3s_registers_are_no_patches() -> None:
    encoder = timm.create_model("vit_tiny_patch16_dinov3_qkvb", pretrained=False)
    assert getattr(encoder, "num_prefix_tokens", 0) > 1
    with torch.inference_mode():
        logits = vit("vit_tiny_patch16_dinov3_qkvb", "linear").eval().network(torch.zeros(1, 3, 32, 48))
    assert logits.shape == (1, 4, 32, 48)


@pytest.mark.parametrize("encoder", ["tf_efficientnet_lite0", "resnet18", "swin_tiny_patch4_window7_224"])
def test_other_encoders_are_one_sentence(encoder: str) -> None:
    with pytest.raises(ConfigError, match=f"model vit cannot be built with encoder {encoder}"):
        vit(encoder)


@pytest.mark.parametrize(
    ("name", "encoder"), [("vit", "vit_small_patch14_dinov2"), ("hrnet-ocr", "hrnet_w18")]
)
def test_weights_that_cannot_be_had_are_an_error(
    name: str, encoder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice = ModelChoice.model_validate(name)
    assert choice.encoder == encoder

    def offline(*args: object, **options: object) -> None:
        raise OSError("offline")

    monkeypatch.setattr("timm.models._builder.load_state_dict_from_hf", offline)
    monkeypatch.setattr("timm.models._builder.load_state_dict_from_url", offline)
    with pytest.raises(WeightsError, match=rf"weights of {encoder} cannot be had .*model\.weights=none"):
        build_model(choice, 3)
