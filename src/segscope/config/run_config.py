"""What a training run is: one validated, frozen record, in which each fact is typed once."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from segscope.config.choice import (
    AugmentationChoice,
    LossTerm,
    MixChoice,
    ModelChoice,
    OptimizerChoice,
    ScheduleChoice,
    UnknownChoice,
)

# Chosen by accuracy per minute on CamVid: the table is in docs/benchmarks.md.
DEFAULT_LOSS: tuple[dict[str, Any], ...] = (
    {"name": "cross-entropy", "class_weights": "sqrt-inverse"},
    {"name": "dice"},
)


class Section(BaseModel):
    """Base of the config's sections: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


class DataConfig(Section):
    """Which data, and how its annotations are read.

    Attributes:
        path: A folder in one of the known layouts, or a COCO JSON.
        classes: The class file; empty where the data brings its own names.
        group: Regular expression on the file name that tells which pictures belong together.
        ignore: File id of the pixels that no score counts, where the class file does not say.
        overlap: Which annotation wins where COCO annotations overlap.
        crowd: What COCO's crowd regions become: their class, or ignored.
        images: The folder of the pictures, where it is not beside the COCO annotations.
        channels: Channels of each picture; `auto` takes those of the files, and the run notes them.
        bits: Bits of a channel, 8 or 16; `auto` takes those of the files, and the run notes them.
        train: Name of the training split.
        val: Name of the validation split.
        split: A split file of `segscope split`; with it, fold `data.fold` validates and the rest trains.
        fold: The fold that validates, from 0.
        split_sha256: Hash of the split file's rows; noted by the training, and checked where it is given.
        pseudo: A folder of `segscope pseudo`, whose pictures are trained on beside the labelled ones.
        pseudo_ratio: Pseudo-labelled pictures for each labelled one in a batch.
        pseudo_weight: How much a pseudo-labelled pixel counts in the loss; a labelled one counts 1.
        pseudo_sha256: Hash of the manifest; noted by the training, and checked where it is given.
    """

    path: str
    classes: str | None = None
    group: str | None = None
    ignore: int | None = None
    overlap: str = "smaller-on-top"
    crowd: Literal["class", "ignore"] = "class"
    images: str | None = None
    channels: Literal["auto"] | Annotated[int, Field(ge=1)] = "auto"
    bits: Literal["auto", 8, 16] = "auto"
    train: str = "train"
    val: str = "val"
    split: str | None = None
    fold: int | None = Field(default=None, ge=0)
    split_sha256: str | None = None
    pseudo: str | None = None
    pseudo_ratio: float = Field(default=1.0, gt=0, allow_inf_nan=False)
    pseudo_weight: float = Field(default=1.0, gt=0, allow_inf_nan=False)
    pseudo_sha256: str | None = None


class TrainConfig(Section):
    """How the model is trained.

    Attributes:
        epochs: Passes over the training split.
        batch_size: Pictures in one forward pass.
        accumulate: Forward passes in one optimiser step.
        precision: ``auto`` is bf16 where the device computes in it natively, else 32-bit.
        ema: Decay of the weights' running mean in each optimiser step, which is then what is validated; 0
            turns it off.
        keep_epochs: How many of the last epochs keep a checkpoint of their own, for ensembles and averaged
            weights; or a list of epochs (snapshots).
        clip_norm: Largest norm of the gradient; 0 turns clipping off.
        patience: Stop after this many validations without a better score; 0 never stops early.
        seed: Seed of everything that is drawn.
        workers: Threads that read and augment ahead; 0 reads in the training thread.
        device: ``auto`` takes a GPU where there is one.
        devices: How many devices share each batch (each takes ``batch_size`` pictures).
    """

    epochs: int = Field(default=18, ge=1)
    batch_size: int = Field(default=4, ge=1)
    accumulate: int = Field(default=1, ge=1)
    precision: Annotated[Literal["auto", "32", "bf16", "fp16"], BeforeValidator(str)] = "auto"
    ema: float = Field(default=0.99, ge=0, lt=1)
    keep_epochs: Annotated[int, Field(ge=0)] | tuple[Annotated[int, Field(ge=1)], ...] = 0
    clip_norm: float = Field(default=5.0, ge=0)
    patience: int = Field(default=0, ge=0)
    seed: int = Field(default=0, ge=0)
    workers: int = Field(default=1, ge=0)
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    devices: int = Field(default=1, ge=1)


class ValConfig(Section):
    """How often a validation is made, and what is kept of it.

    Attributes:
        every: Epochs from one validation to the next; 0 makes about ten in a run. The last epoch is
            always validated.
        batch_size: Pictures in one forward pass of a validation.
        monitor: The score that chooses the best checkpoint and stops early.
        fixed_samples: Pictures whose predictions are kept at every validation.
        worst_per_class: Worst pictures of each class that are kept at every validation.
    """

    every: int = Field(default=0, ge=0)
    batch_size: int = Field(default=4, ge=1)
    monitor: Literal["miou", "miou_per_image", "boundary_iou"] = "miou"
    fixed_samples: int = Field(default=8, ge=0)
    worst_per_class: int = Field(default=2, ge=0)


class RunConfig(Section):
    """One training run.

    Attributes:
        data: Which data; its settings are below.
        name: A free name for people; by default model and encoder.
        parent: The run that this one changes, by id or name.
        tags: Words to find the run by.
        notes: What is tried, and why.
        model: The architecture.
        loss: One loss, or a list of losses that are added by their weights.
        optimizer: The optimiser.
        schedule: The learning-rate schedule.
        augment: Augmentations of single pictures, in order.
        mix: Mixes of the pictures of a batch, on the device, in order; by default none.
        unknown: What becomes of the unknown class in training.
        train: How the model is trained; its settings are below.
        val: How often a validation is made; its settings are below.
        loggers: Mirrors: `tensorboard`, `wandb`, `mlflow`.

    Example:
        >>> config = RunConfig.model_validate({"data": {"path": "camvid"}, "loss": "dice"})
        >>> config.loss[0].name, config.train.batch_size
        ('dice', 4)
    """

    data: DataConfig
    name: str = ""
    parent: str | None = None
    tags: tuple[str, ...] = ()
    notes: str = ""
    model: ModelChoice = Field(default_factory=lambda: ModelChoice(name="light-unet"))
    loss: Annotated[tuple[LossTerm, ...], BeforeValidator(_as_list), Field(min_length=1)] = Field(
        default_factory=lambda: tuple(LossTerm.model_validate(term) for term in DEFAULT_LOSS)
    )
    optimizer: OptimizerChoice = Field(default_factory=lambda: OptimizerChoice(name="adamw"))
    schedule: ScheduleChoice = Field(default_factory=lambda: ScheduleChoice(name="cosine"))
    augment: Annotated[tuple[AugmentationChoice, ...], BeforeValidator(_as_list)] = Field(
        default_factory=lambda: tuple(AugmentationChoice(name=n) for n in ("scale-crop", "flip", "colour"))
    )
    mix: Annotated[tuple[MixChoice, ...], BeforeValidator(_as_list)] = ()
    unknown: UnknownChoice = Field(default_factory=lambda: UnknownChoice(name="own-class"))
    train: TrainConfig = TrainConfig()
    val: ValConfig = ValConfig()
    loggers: tuple[Literal["tensorboard", "wandb", "mlflow"], ...] = ()
