"""Averaged weights kept as a checkpoint of their own, with the BatchNorm statistics that belong to them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from torch import Tensor

from segscope.config.load import resolve
from segscope.config.run_config import RunConfig
from segscope.engine.prefetch import prefetch
from segscope.store.runs import Run
from segscope.train.batches.training_set import TrainingSet
from segscope.train.checkpoint import save_checkpoint
from segscope.train.ensembles.batch_norm import recompute_statistics
from segscope.train.ensembles.context import EnsembleContext
from segscope.train.inference_device import inference_fabric
from segscope.train.load_model import untrained_model
from segscope.train.preflight import label_cache_folder, open_data, refuse_changed_data
from segscope.train.setup import build_training_set_of_view, split_samples
from segscope.train.unknown.build import view_for_training


@dataclass(frozen=True)
class AveragedWeights:
    """Weights that were never trained as they are.

    Attributes:
        name: Of the checkpoint that they are kept as.
        weights: The model's state; its BatchNorm statistics are made anew.
        class_pixels: (K,) pixels of the training split, as counted when the run began.
        epochs: What was averaged, or where a running mean stood.
    """

    name: str
    weights: Mapping[str, Tensor]
    class_pixels: tuple[int, ...]
    epochs: tuple[int, ...]


def keep_with_exact_statistics(run: Run, context: EnsembleContext, averaged: AveragedWeights) -> None:
    """Keep averaged weights as a checkpoint of their run.

    The statistics are those of all training pictures, augmented as in the last epoch, in the number format
    that predictions are made in.

    Raises:
        DataError: The training data is no longer what the run was trained on.
        ConfigError: The device is not there.
        CheckpointError: The checkpoint cannot be written.
    """
    config = resolve(run.config, f"run {run.id}")
    dataset = open_data(config, context.workspace)
    refuse_changed_data(run, dataset)
    model = untrained_model(run)
    model.load_state_dict(averaged.weights)
    samples = split_samples(dataset, config.data.train)
    cache = label_cache_folder(context.workspace)
    view = view_for_training(config.unknown, dataset, samples, averaged.class_pixels, cache)
    batches = training_batches(config, build_training_set_of_view(config, view), context)
    fabric = inference_fabric(run, context.device)
    with fabric.autocast():
        recompute_statistics(model.to(fabric.device), (batch.to(fabric.device) for batch in batches))
    content = {"model": model.cpu().state_dict(), "epochs": list(averaged.epochs)}
    save_checkpoint(content, run.checkpoints_folder / f"{averaged.name}.ckpt")


def training_batches(
    config: RunConfig, training_set: TrainingSet, context: EnsembleContext
) -> Iterator[Tensor]:
    """Give every training picture once, augmented as in the last epoch: (B, C, H, W) in main memory."""
    epoch = config.train.epochs - 1
    order = training_set.order(epoch)
    context.started(len(order))

    def load(indices: Sequence[int]) -> Tensor:
        return training_set.batch(epoch, indices).pictures

    for pictures in prefetch(load, cut_order(order, config.train.batch_size), workers=config.train.workers):
        yield pictures
        context.progress(len(pictures))


def cut_order(order: Sequence[int], size: int) -> list[Sequence[int]]:
    """Cut an order into batches; a single one that is left over joins the batch before it.

    Alone it would stop a BatchNorm behind a pooled vector, which has one value a picture.

    Example:
        >>> cut_order([4, 2, 0, 1, 3], 2)
        [[4, 2], [0, 1, 3]]
    """
    batches = [order[start : start + size] for start in range(0, len(order), size)]
    if len(batches) > 1 and len(batches[-1]) == 1:
        batches[-2:] = [order[-len(batches[-2]) - 1 :]]
    return batches
