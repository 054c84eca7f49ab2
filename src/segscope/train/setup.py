"""From a config and a data set to a training that is ready to start."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from lightning_fabric import Fabric, seed_everything
from lightning_fabric.wrappers import _FabricModule

from segscope.config.choice import AugmentationChoice
from segscope.config.run_config import RunConfig
from segscope.data.channel_statistics import ChannelStatistics
from segscope.data.sample import Dataset, Sample
from segscope.errors import ConfigError
from segscope.train.augmentations.base import Augmentation, AugmentationContext
from segscope.train.batches.plan import Window, plan_epoch
from segscope.train.batches.training_set import TrainingSet
from segscope.train.ema import WeightAverage
from segscope.train.losses.base import LossContext
from segscope.train.losses.build import build_loss
from segscope.train.mixes.base import MixContext
from segscope.train.mixes.build import build_mixes
from segscope.train.mixes.draws import MixDraws
from segscope.train.models.build import build_model
from segscope.train.optimizers.build import build_optimizer
from segscope.train.precision import Compute
from segscope.train.pseudo.training import Mixture, PseudoTrainingSet, open_pseudo_labels
from segscope.train.resolve import resolve_target
from segscope.train.schedules.build import build_schedule
from segscope.train.state import Progress, TrainingState
from segscope.train.stepper import Stepper
from segscope.train.unknown.build import view_for_training
from segscope.train.unknown.parent_loss import parent_terms
from segscope.train.unknown.subclasses import Subclasses
from segscope.train.unknown.view import TrainingView


@dataclass(frozen=True)
class Training:
    """The parts of a training.

    Attributes:
        state: What changes, and what a checkpoint keeps.
        stepper: Takes optimiser steps.
        training_set: Reads and augments.
        windows_per_epoch: Optimiser steps of one epoch.
        mix_draws: What the mixes of each step draw from.
    """

    state: TrainingState
    stepper: Stepper
    training_set: TrainingSet
    windows_per_epoch: int
    mix_draws: MixDraws


def launch_fabric(config: RunConfig, compute: Compute) -> Fabric:
    """Start Lightning Fabric (further processes too, where there are several devices), seeded."""
    fabric = Fabric(
        accelerator="gpu" if compute.device == "cuda" else compute.device,
        devices=config.train.devices,
        strategy="ddp" if config.train.devices > 1 else "auto",
        precision=compute.fabric_precision,  # type: ignore[arg-type]
    )
    # The crops have one size, so that cuDNN's search for the fastest kernels pays at once.
    torch.backends.cudnn.benchmark = compute.device == "cuda"
    fabric.launch()
    seed_everything(config.train.seed, verbose=False)
    return fabric


def build_training(
    config: RunConfig,
    dataset: Dataset,
    fabric: Fabric,
    *,
    class_pixels: Sequence[int],
    channels: ChannelStatistics | None = None,
    pretrained: bool = True,
    label_cache: Path | None = None,
) -> Training:
    """Build model, average, optimiser, loss, schedule and training set.

    Args:
        config: The resolved config.
        dataset: The opened data.
        fabric: Launched.
        class_pixels: (K,) pixels of the training split.
        channels: Statistics of the training pictures, where they are other than 8-bit RGB.
        pretrained: False where a checkpoint is loaded next.
        label_cache: Where label maps that are made for training alone may be kept.

    Raises:
        ConfigError: The training split is empty, or the config asks for what the data set has not.
        DataError: The file of the unknown class's sub-classes does not fit the data set.
    """
    merged = LossContext(dataset.class_set.num_classes, dataset.class_set.ignore, tuple(class_pixels))
    samples = split_samples(dataset, config.data.train)
    view = view_for_training(config.unknown, dataset, samples, class_pixels, label_cache)
    classes = view.dataset.class_set
    pictures = dataset.picture_format
    model = build_model(
        config.model,
        merged.num_classes,
        pictures,
        channels,
        pretrained=pretrained,
        subclasses=view.subclasses,
    )
    optimizer = build_optimizer(config.optimizer, model)
    context = LossContext(classes.num_classes, classes.ignore, view.class_pixels)
    further = parent_terms(config.unknown.options, view.subclasses, merged)
    loss = build_loss(config.loss, context, further).to(fabric.device)
    wrapped, wrapped_optimizer = fabric.setup(model, optimizer)
    if not isinstance(wrapped, _FabricModule):
        raise TypeError("Fabric gave no module")
    training_set = build_training_set_of_view(config, view)
    windows = len(plan_windows(config, training_set, fabric, epoch=0))
    if windows == 0:
        raise ConfigError(
            f"{dataset.root}: split {config.data.train!r} holds {len(training_set.samples)} pictures, too "
            "few for one batch: add pictures, or lower train.batch_size and train.devices."
        )
    state = TrainingState(
        model=model,
        average=WeightAverage(model, config.train.ema) if config.train.ema > 0 else None,
        optimizer=wrapped_optimizer,
        schedule=build_schedule(config.schedule, windows * config.train.epochs),
        progress=Progress(),
        class_pixels=tuple(class_pixels),
        scaler=getattr(fabric.strategy.precision, "scaler", None),
    )
    mix_context = MixContext(classes.num_classes, classes.ignore, classes.background)
    mixes = build_mixes(config.mix, mix_context, config.train.batch_size)
    stepper = Stepper(fabric, wrapped, wrapped_optimizer, loss, config.train.clip_norm, mixes)
    draws = MixDraws(fabric, lambda: state.validated_model, config.train.seed, windows * config.train.epochs)
    return Training(state, stepper, training_set, windows, draws)


def build_training_set(config: RunConfig, dataset: Dataset, class_pixels: Sequence[int]) -> TrainingSet:
    """Build the source of training batches of a data set as it is.

    Args:
        config: The resolved config.
        dataset: The opened data.
        class_pixels: (K,) pixels of the training split.
    """
    subclasses = Subclasses(dataset.class_set.num_classes)
    return build_training_set_of_view(config, TrainingView(dataset, tuple(class_pixels), subclasses))


def build_training_set_of_view(config: RunConfig, view: TrainingView) -> TrainingSet:
    """Build the source of training batches of the data as the config's unknown class has it trained."""
    dataset = view.dataset
    samples = split_samples(dataset, config.data.train)
    context = AugmentationContext(dataset.class_set, view.class_pixels, dataset, samples, view.subclasses)
    augmentations = build_augmentations(config.augment, context)
    labelled = TrainingSet(dataset, samples, augmentations, config.train.seed, config.train.epochs)
    if config.data.pseudo is None:
        return labelled
    validated = split_samples(dataset, config.data.val)
    pseudo = open_pseudo_labels(config.data, view, validated)
    mixture = Mixture(
        config.train.batch_size, config.train.devices, config.data.pseudo_ratio, config.data.pseudo_weight
    )
    return PseudoTrainingSet(labelled, pseudo, mixture)


def build_augmentations(
    choices: Sequence[AugmentationChoice], context: AugmentationContext
) -> tuple[Augmentation, ...]:
    """Build the augmentations, in the config's order."""
    return tuple(resolve_target(choice.technique)(choice.options, context) for choice in choices)


def split_samples(dataset: Dataset, split: str) -> tuple[Sample, ...]:
    """Give the samples of a split that have ground truth.

    Raises:
        ConfigError: There is no such split, or it holds no sample with ground truth.
    """
    if split not in dataset.samples:
        raise ConfigError(
            f"{dataset.root}: there is no split {split!r}; the data set has {', '.join(dataset.samples)}: "
            "name one of these (data.train, data.val; --split of evaluate), or train on folds with --folds 5."
        )
    samples = tuple(sample for sample in dataset.samples[split] if sample.label is not None)
    if not samples:
        raise ConfigError(f"{dataset.root}: split {split!r} holds no picture with ground truth.")
    return samples


def plan_windows(config: RunConfig, training_set: TrainingSet, fabric: Fabric, *, epoch: int) -> list[Window]:
    """Plan the optimiser steps of an epoch on this rank."""
    return plan_epoch(
        training_set.order(epoch),
        batch_size=config.train.batch_size,
        accumulate=config.train.accumulate,
        rank=fabric.global_rank,
        ranks=fabric.world_size,
    )


def inexact_accumulation(training: Training, accumulate: int) -> str:
    """Say which loss terms accumulation changes; empty where it is exact."""
    names = training.stepper.loss.inexact_names
    if accumulate == 1 or not names:
        return ""
    return (
        f"accumulation of {accumulate} batches is not the same as one big batch for {', '.join(names)} "
        "(no sums over pixels); the other terms are exact, BatchNorm aside."
    )
