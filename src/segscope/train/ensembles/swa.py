"""Stochastic weight averaging: one model of the kept epochs' mean weights."""

from collections.abc import Iterator, Mapping, Sequence

import torch
from torch import Tensor

from segscope.config.catalogue.ensembles import EpochMembersOptions
from segscope.config.load import resolve
from segscope.config.run_config import RunConfig
from segscope.engine.prefetch import prefetch
from segscope.errors import UsageError
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.batches.plan import Window, plan_epoch
from segscope.train.batches.training_set import TrainingSet
from segscope.train.checkpoint import load_checkpoint, save_checkpoint
from segscope.train.ensembles.batch_norm import recompute_statistics
from segscope.train.ensembles.members import kept_checkpoints
from segscope.train.load_model import untrained_model
from segscope.train.precision import choose_compute
from segscope.train.preflight import label_cache_folder, open_data, refuse_changed_data
from segscope.train.setup import build_training_set_of_view, split_samples
from segscope.train.unknown.build import view_for_training

NAME = "swa"


def average_checkpoint(run: Run, workspace: Workspace, options: EpochMembersOptions) -> tuple[str, ...]:
    """Make ``swa.ckpt`` of the kept epochs, and name it.

    The weights that learned are averaged (not their running mean, which is an average already), each epoch
    the same; then one pass over the training pictures, augmented as in training, finds the BatchNorm
    statistics of the averaged weights. The scores of the members say nothing of it: evaluate it.

    Raises:
        UsageError: The run kept fewer than two epochs.
        DataError: The training data is no longer what the run was trained on.
    """
    names = kept_checkpoints(run, workspace, options)
    if len(names) < 2:
        raise UsageError(f"run {run.id} kept one epoch, and an average needs two: raise train.keep_epochs.")
    states = (load_checkpoint(run.checkpoints_folder / f"{name}.ckpt") for name in names)
    mean = mean_state(state["model"] for state in states)
    class_pixels = load_checkpoint(run.checkpoints_folder / f"{names[-1]}.ckpt")["class_pixels"]
    config = resolve(run.config, f"run {run.id}")
    dataset = open_data(config, workspace)
    refuse_changed_data(run, dataset)
    model = untrained_model(run)
    model.load_state_dict(mean)
    device = torch.device(choose_compute(config.train).device)
    samples = split_samples(dataset, config.data.train)
    view = view_for_training(config.unknown, dataset, samples, class_pixels, label_cache_folder(workspace))
    training_set = build_training_set_of_view(config, view)
    recompute_statistics(model.to(device), _training_batches(config, training_set, device))
    epochs = [int(name.rpartition("-")[2]) for name in names]
    content = {"model": model.cpu().state_dict(), "epochs": epochs}
    save_checkpoint(content, run.checkpoints_folder / f"{NAME}.ckpt")
    return (NAME,)


def mean_state(
    states: "Iterator[Mapping[str, Tensor]] | Sequence[Mapping[str, Tensor]]",
) -> dict[str, Tensor]:
    """Average the weights of several states; whole numbers are those of the last.

    The sums are kept in 64 bits, so that the order does not count; one state is held at a time beside them.

    Example:
        >>> mean_state([{"w": torch.tensor([1.0])}, {"w": torch.tensor([4.0])}])["w"].item()
        2.5
    """
    sums: dict[str, Tensor] = {}
    last: Mapping[str, Tensor] = {}
    count = 0
    for state in states:
        last, count = state, count + 1
        for name, value in state.items():
            if value.is_floating_point():
                sums[name] = sums[name].add_(value) if name in sums else value.to(torch.float64, copy=True)
    return {
        name: (sums[name] / count).to(value.dtype) if name in sums else value for name, value in last.items()
    }


def _training_batches(config: RunConfig, training_set: TrainingSet, device: torch.device) -> Iterator[Tensor]:
    """Give every training picture once, augmented as in the last epoch."""
    epoch = config.train.epochs - 1
    windows = plan_epoch(
        training_set.order(epoch), batch_size=config.train.batch_size, accumulate=1, rank=0, ranks=1
    )

    def load(window: Window) -> Tensor:
        return training_set.batch(epoch, window[0]).pictures

    for pictures in prefetch(load, windows, workers=config.train.workers):
        yield pictures.to(device)
