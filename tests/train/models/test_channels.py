"""Pictures of other channels and bits: pretrained stems, and what the encoder sees."""

from contextlib import nullcontext

import numpy as np
import pytest
import timm
import torch
from torch import Tensor, nn

from segscope.config.choice import ModelChoice
from segscope.config.inference import InferenceConfig
from segscope.data.channel_statistics import ChannelStatistics, channel_statistics, channel_sums
from segscope.data.picture_format import RGB8, PictureFormat
from segscope.errors import UsageError
from segscope.train.models.build import build_model
from segscope.train.models.encoders import _PACKAGED, _packaged_tensors
from segscope.train.models.normalisation import fit_normalisation
from segscope.train.predictors.build import build_predictor

LITE = "tf_efficientnet_lite0"


def tiny() -> ModelChoice:
    return ModelChoice(name="light-unet", encoder="resnet18", weights="none")


def lite(channels: int, statistics: ChannelStatistics | None = None) -> nn.Module:
    return build_model(ModelChoice(name="light-unet"), 3, PictureFormat(channels, 8), statistics).eval()


def stem(model: nn.Module) -> Tensor:
    return next(p for name, p in model.named_parameters() if name.endswith("conv_stem.weight")).detach()


@pytest.mark.parametrize("channels", [1, 2, 4, 6])
def test_equal_channels_give_what_they_gave_in_colour(channels: int) -> None:
    names = list(timm.create_model(LITE).state_dict())
    colour = _packaged_tensors(_PACKAGED[LITE])[names.index("conv_stem.weight")]

    adapted = stem(lite(channels))

    assert adapted.shape[1] == channels
    # Grey in colour: the sum over channels is what a pixel of equal channels is multiplied by.
    if channels in (1, 6):
        assert torch.allclose(adapted.sum(1), colour.sum(1), atol=1e-5)
    assert torch.allclose(
        adapted[:, 0], colour.sum(1) if channels == 1 else colour[:, 0] * 3 / channels, atol=1e-5
    )


def test_all_layers_but_the_stem_are_those_of_colour() -> None:
    three, six = dict(lite(3).named_parameters()), dict(lite(6).named_parameters())
    encoder = [name for name in three if "encoder" in name and "conv_stem" not in name]

    assert len(encoder) > 50
    assert all(torch.equal(three[name], six[name]) for name in encoder)


def test_measured_channels_look_to_the_encoder_as_photos_do() -> None:
    rng = np.random.default_rng(0)
    deep = (rng.normal([300, 900, 4000, 60], [40, 100, 900, 9], (64, 64, 4))).clip(0).astype(np.uint16)
    statistics = channel_statistics([channel_sums(deep)])
    half = ((0.5,) * 3, (0.5,) * 3)

    mean, std = fit_normalisation(half, PictureFormat(4, 16), statistics)

    seen = (deep / 65_535 - np.array(mean)) / np.array(std)
    photo_mean, photo_std = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    assert seen.mean((0, 1)) == pytest.approx(((photo_mean - 0.5) / 0.5).mean(), abs=1e-3)
    assert seen.std((0, 1)) == pytest.approx((photo_std / 0.5).mean(), rel=1e-3)


def test_photos_keep_the_figures_of_the_encoder() -> None:
    figures = ((0.1, 0.2, 0.3), (0.4, 0.5, 0.6))

    assert fit_normalisation(figures, RGB8, ChannelStatistics((0.9,) * 3, (0.9,) * 3)) == figures


def test_a_dead_channel_divides_by_one_level_and_not_by_zero() -> None:
    _, std = fit_normalisation(((0.5,), (0.5,)), PictureFormat(2, 8), ChannelStatistics((0.5, 0), (0.2, 0)))

    assert min(std) > 0


def test_levels_of_16_bits_are_normalised_by_their_own_full_scale() -> None:
    statistics = ChannelStatistics((0.25,), (0.1,))
    torch.manual_seed(0)
    deep = build_model(ModelChoice(name="light-unet"), 3, PictureFormat(1, 16), statistics).eval()
    flat = build_model(ModelChoice(name="light-unet"), 3, PictureFormat(1, 8), statistics).eval()
    learned = {name: tensor for name, tensor in deep.state_dict().items() if name not in ("mean", "std")}
    flat.load_state_dict(learned, strict=False)
    levels = torch.randint(0, 256, (1, 1, 40, 33), dtype=torch.int32)

    with torch.inference_mode():
        assert torch.allclose(deep(levels * 257).logits, flat(levels.to(torch.uint8)).logits, atol=1e-4)


def test_members_of_other_pictures_are_no_ensemble() -> None:
    models = [build_model(tiny(), 3, PictureFormat(channels, 8)) for channels in (3, 4)]

    with pytest.raises(UsageError, match="3 channels of 8 bits and 4 channels of 8 bits"):
        build_predictor(models, [1, 1], InferenceConfig(), nullcontext)
