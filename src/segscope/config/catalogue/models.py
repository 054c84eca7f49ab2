"""Model architectures, by name.

``light-unet`` is segscope's default. All others are those of segmentation-models-pytorch, by the
names that library uses.
"""

from pydantic import Field

from segscope.config.catalogue.technique import Catalogue, Options, Technique

SMP_TARGET = "segscope.train.models.smp_architecture:build_smp"


class LightUnetOptions(Options):
    """Options of the light U-Net.

    Attributes:
        decoder_channels: Channels of the decoder's four blocks, from stride 16 to stride 2.
    """

    decoder_channels: tuple[int, int, int, int] = (128, 64, 48, 32)


class SmpOptions(Options):
    """Options of an architecture of segmentation-models-pytorch.

    Attributes:
        arguments: Further keyword arguments of the library's class, such as
            ``decoder_channels`` or ``decoder_attention_type``.
    """

    arguments: dict[str, int | float | str | bool | list[int] | None] = Field(default_factory=dict)


_SMP_ARCHITECTURES = (
    ("unet", "Encoder-decoder with skip connections.", "Ronneberger et al., MICCAI 2015"),
    ("unetplusplus", "U-Net with nested, dense skip paths.", "Zhou et al., DLMIA 2018"),
    ("manet", "U-Net with multi-scale attention.", "Fan et al., IEEE Access 2020"),
    ("linknet", "A small U-Net that adds skips instead of joining them.", "Chaurasia & Culurciello, 2017"),
    ("fpn", "Feature pyramid, summed at stride 4.", "Kirillov et al., CVPR 2019"),
    ("pspnet", "Pyramid pooling of the whole picture.", "Zhao et al., CVPR 2017"),
    ("pan", "Pyramid attention.", "Li et al., BMVC 2018"),
    ("deeplabv3", "Atrous spatial pyramid pooling.", "Chen et al., 2017"),
    ("deeplabv3plus", "DeepLabV3 with a small decoder.", "Chen et al., ECCV 2018"),
    ("upernet", "Pyramid pooling and a feature pyramid together.", "Xiao et al., ECCV 2018"),
    ("segformer", "An all-MLP decoder over four strides.", "Xie et al., NeurIPS 2021"),
    ("dpt", "Dense prediction transformer; takes ViT encoders.", "Ranftl et al., ICCV 2021"),
)

MODELS = Catalogue(
    "model",
    (
        Technique(
            name="light-unet",
            group="model",
            summary="U-Net whose decoder stops at half the resolution: the default, fast on a CPU.",
            source="Ronneberger et al., MICCAI 2015",
            target="segscope.train.models.light_unet:build_light_unet",
            options=LightUnetOptions,
        ),
        *(
            Technique(name, "model", summary, source, SMP_TARGET, SmpOptions)
            for name, summary, source in _SMP_ARCHITECTURES
        ),
    ),
)
