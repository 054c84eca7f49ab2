"""Model architectures, by name.

``light-unet`` is segscope's default. ``hrnet-ocr`` and ``vit`` are its own, on encoders of timm. All
others are those of segmentation-models-pytorch, by the names that library uses.
"""

from typing import ClassVar, Literal

from pydantic import Field

from segscope.config.catalogue.technique import Catalogue, Options, Technique

SMP_TARGET = "segscope.train.models.smp_architecture:build_smp"
TEST = "tests/train/models/test_models.py::test_an_architecture_learns_on_an_odd_size"


class ModelOptions(Options):
    """Base of the architectures' options.

    Attributes:
        default_encoder: The encoder where the config names none. It is the same wherever it fits, so that
            another architecture alone is another architecture alone.
    """

    default_encoder: ClassVar[str] = "tf_efficientnet_lite0"


class LightUnetOptions(ModelOptions):
    """Options of the light U-Net.

    Attributes:
        decoder_channels: Channels of the decoder's four blocks, from stride 16 to stride 2.
    """

    decoder_channels: tuple[int, int, int, int] = (128, 64, 48, 32)


class HrnetOcrOptions(ModelOptions):
    """Options of HRNet with an OCR head; the defaults are those of the authors' code.

    Attributes:
        channels: Width of the pixels' and the classes' vectors.
        key_channels: Width in which pixels and classes are compared.
        dropout: Share of the joined channels that are dropped in training.
        auxiliary_weight: Weight of the coarse map's loss beside that of the final map.
    """

    default_encoder: ClassVar[str] = "hrnet_w18"

    channels: int = Field(default=512, ge=1)
    key_channels: int = Field(default=256, ge=1)
    dropout: float = Field(default=0.05, ge=0, lt=1)
    auxiliary_weight: float = Field(default=0.4, ge=0)


class VitOptions(ModelOptions):
    """Options of a plain vision transformer.

    Attributes:
        head: ``pyramid`` makes four resolutions of four depths; ``linear`` is one layer on the last tokens.
        width: Channels of the pyramid.
    """

    default_encoder: ClassVar[str] = "vit_small_patch14_dinov2"

    head: Literal["pyramid", "linear"] = "pyramid"
    width: int = Field(default=256, ge=1)


class SmpOptions(ModelOptions):
    """Options of an architecture of segmentation-models-pytorch.

    Attributes:
        arguments: Further keyword arguments of the library's class, such as
            ``decoder_channels`` or ``decoder_attention_type``.
    """

    arguments: dict[str, int | float | str | bool | list[int] | None] = Field(default_factory=dict)


class DptOptions(SmpOptions):
    """Options of DPT: as of the others, with a vision transformer as encoder.

    Attributes:
        arguments: Further keyword arguments of the library's class.
    """

    default_encoder: ClassVar[str] = "vit_base_patch16_224"


def _smp(name: str, summary: str, source: str, options: type[SmpOptions] = SmpOptions) -> Technique:
    check = (
        "Logits of an odd size for 3 channels, gradients reach the encoder, its checkpoint gives the same."
    )
    return Technique(name, "model", summary, source, SMP_TARGET, options, check=check, test=TEST)


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
            check="Logits equal the network's own where nothing is padded; any size from 1×1 up comes back.",
            test="tests/train/models/test_models.py::test_padding_does_not_change_what_fits_already",
        ),
        Technique(
            name="hrnet-ocr",
            group="model",
            summary="Four resolutions side by side, and each pixel judged with the classes of the picture.",
            source="Wang et al., TPAMI 2020; Yuan et al., ECCV 2020",
            target="segscope.train.models.hrnet_ocr:build_hrnet_ocr",
            options=HrnetOcrOptions,
            check="The head equals the paper's equations written out pixel by pixel and class by class.",
            test="tests/train/models/test_ocr_head.py::test_the_head_is_the_papers_equations",
        ),
        Technique(
            name="vit",
            group="model",
            summary="A plain vision transformer (DINOv2, DINOv3 …) with a light head.",
            source="Oquab et al., DINOv2, TMLR 2024; Li et al., ViTDet, ECCV 2022 (the pyramid)",
            target="segscope.train.models.vit:build_vit",
            options=VitOptions,
            aliases=("dino",),
            check="Sizes that are no multiple of the patch come back whole; positions follow the size.",
            test="tests/train/models/test_vit.py::test_a_size_that_is_no_multiple_of_the_patch",
        ),
        _smp("unet", "Encoder-decoder with skip connections.", "Ronneberger et al., MICCAI 2015"),
        _smp("unetplusplus", "U-Net with nested, dense skip paths.", "Zhou et al., DLMIA 2018"),
        _smp("manet", "U-Net with multi-scale attention.", "Fan et al., IEEE Access 2020"),
        _smp(
            "linknet",
            "A small U-Net that adds skips instead of joining them.",
            "Chaurasia & Culurciello, 2017",
        ),
        _smp("fpn", "Feature pyramid, summed at stride 4.", "Kirillov et al., CVPR 2019"),
        _smp("pspnet", "Pyramid pooling of the whole picture.", "Zhao et al., CVPR 2017"),
        _smp("pan", "Pyramid attention.", "Li et al., BMVC 2018"),
        _smp("deeplabv3", "Atrous spatial pyramid pooling.", "Chen et al., 2017"),
        _smp("deeplabv3plus", "DeepLabV3 with a small decoder.", "Chen et al., ECCV 2018"),
        _smp(
            "upernet",
            "Pyramid pooling and a feature pyramid together.",
            "Xiao et al., ECCV 2018",
        ),
        _smp("segformer", "An all-MLP decoder over four strides.", "Xie et al., NeurIPS 2021"),
        _smp(
            "dpt", "Dense prediction transformer; takes ViT encoders.", "Ranftl et al., ICCV 2021", DptOptions
        ),
    ),
)
