"""Every architecture by name: any size in, logits of that size out, gradients everywhere."""

from pathlib import Path

import pytest
import torch

from segscope.config.catalogue import MODELS
from segscope.config.catalogue.models import SMP_TARGET
from segscope.config.choice import ModelChoice
from segscope.data.channel_statistics import ChannelStatistics
from segscope.data.picture_format import PictureFormat
from segscope.errors import ConfigError, WeightsError
from segscope.train.checkpoint import load_checkpoint, save_checkpoint
from segscope.train.models.build import build_model
from segscope.train.models.encoders import normalisation, resolve_encoder
from segscope.train.outputs import SegmentationOutput

ENCODERS = {"dpt": "tu-vit_tiny_patch16_224", "vit": "vit_tiny_patch16_224", "hrnet-ocr": "hrnet_w18_small"}
SMALL_DECODERS: dict[str, dict[str, object]] = {
    "dpt": {"decoder_intermediate_channels": [16, 16, 32, 32], "decoder_fusion_channels": 16},
    **{name: {"decoder_channels": [32, 16, 16, 8, 8]} for name in ("unet", "unetplusplus", "manet")},
}
BUILDERS = ("light-unet", "unet", "dpt", "hrnet-ocr", "vit")


def choice(name: str, encoder: str = "", **options: object) -> ModelChoice:
    chosen = encoder or ENCODERS.get(name, "resnet18")
    arguments = {"arguments": SMALL_DECODERS[name]} if name in SMALL_DECODERS else {}
    values = {"name": name, "encoder": chosen, "weights": "none", **arguments, **options}
    return ModelChoice.model_validate(values)


@pytest.mark.parametrize("name", list(MODELS))
def test_an_architecture_learns_on_an_odd_size(name: str, tmp_path: Path) -> None:
    torch.manual_seed(0)
    model = build_model(choice(name), 5).train()
    pictures = torch.randint(0, 256, (2, 3, 65, 97), dtype=torch.uint8)
    output = model(pictures)
    assert output.logits.shape == (2, 5, 65, 97)
    output.logits.square().mean().backward()
    # PSPNet stops at stride 8, so the encoder's deepest stages stay silent; its first ones never do.
    first = next(iter(model.encoder.parameters()))
    assert first.grad is not None
    assert float(first.grad.abs().max()) > 0

    save_checkpoint({"model": model.state_dict()}, tmp_path / "last.ckpt")
    again = build_model(choice(name), 5, pretrained=False)
    again.load_state_dict(load_checkpoint(tmp_path / "last.ckpt")["model"])
    with torch.inference_mode():
        assert torch.equal(again.eval()(pictures).logits, model.eval()(pictures).logits)


@pytest.mark.parametrize("channels", [1, 4, 6])
@pytest.mark.parametrize("name", BUILDERS)
def test_any_number_of_channels_of_16_bits(name: str, channels: int) -> None:
    assert {MODELS[builder].target for builder in BUILDERS} == {entry.target for entry in MODELS.values()}
    torch.manual_seed(0)
    statistics = ChannelStatistics((0.2,) * channels, (0.1,) * channels)
    model = build_model(choice(name), 5, PictureFormat(channels, 16), statistics).train()
    pictures = torch.randint(0, 65_536, (2, channels, 33, 50), dtype=torch.int32)
    logits = model(pictures).logits
    assert logits.shape == (2, 5, 33, 50)
    logits.square().mean().backward()
    first = next(p for p in model.encoder.parameters() if p.ndim == 4)
    assert first.shape[1] == channels
    assert first.grad is not None
    assert first.grad.abs().amax((0, 2, 3)).min() > 0, "every channel counts"


@pytest.mark.parametrize(
    ("name", "encoder"),
    [
        ("unet", "efficientnet-b0"),
        ("unetplusplus", "efficientnet-b0"),
        ("unetplusplus", "tf_efficientnet_lite0"),
        ("segformer", "mit_b0"),
        ("upernet", "tu-convnext_atto"),
        ("upernet", "swin_tiny_patch4_window7_224"),
    ],
)
def test_the_families_encoders_work_by_their_names(name: str, encoder: str) -> None:
    model = build_model(choice(name, encoder), 3).eval()
    with torch.inference_mode():
        assert model(torch.zeros((1, 3, 70, 33), dtype=torch.uint8)).logits.shape == (1, 3, 70, 33)


@pytest.mark.parametrize("encoder", ["tf_efficientnet_lite0", "resnet10t"])
@pytest.mark.parametrize("name", [name for name, entry in MODELS.items() if entry.target == SMP_TARGET])
def test_every_architecture_of_the_library_takes_encoders_of_timm(name: str, encoder: str) -> None:
    """DPT alone wants vision transformers, and says so."""
    if name == "dpt":
        with pytest.raises(ConfigError, match="dpt cannot be built with encoder"):
            build_model(choice(name, encoder), 3)
        return
    model = build_model(choice(name, encoder), 3).train()
    output = model(torch.randint(0, 256, (2, 3, 70, 33), dtype=torch.uint8))
    output.logits.mean().backward()
    assert isinstance(output, SegmentationOutput)
    assert output.logits.shape == (2, 3, 70, 33)


def test_an_architecture_names_an_encoder_that_fits() -> None:
    names = {name: ModelChoice.model_validate(name).encoder for name in ("unet", "hrnet-ocr", "dino")}
    assert names == {
        "unet": "tf_efficientnet_lite0",
        "hrnet-ocr": "hrnet_w18",
        "dino": "vit_small_patch14_dinov2",
    }
    assert ModelChoice.model_validate({"name": "dino", "encoder": "vit_b"}).encoder == "vit_b"


def test_dpt_takes_patches_of_16_alone() -> None:
    with pytest.raises(ConfigError, match=r"dpt cannot be built .*patches of 16 pixels"):
        build_model(choice("dpt", "vit_small_patch14_dinov2"), 3)


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
    def offline(*args: object, **options: object) -> None:
        raise OSError("offline")

    monkeypatch.setattr("timm.models._builder.load_state_dict_from_hf", offline)
    with pytest.raises(WeightsError, match="cannot be had"):
        build_model(ModelChoice.model_validate({"name": "unet", "encoder": "tu-resnet18"}), 3)
