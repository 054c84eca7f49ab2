"""Stochastic weight averaging: one model of the kept epochs' mean weights."""

from collections.abc import Iterator, Mapping, Sequence

import torch
from torch import Tensor

from segscope.config.catalogue.ensembles import EpochMembersOptions
from segscope.errors import UsageError
from segscope.store.runs import Run
from segscope.train.checkpoint import load_checkpoint
from segscope.train.ensembles.context import EnsembleContext
from segscope.train.ensembles.exact_statistics import AveragedWeights, keep_with_exact_statistics
from segscope.train.ensembles.members import kept_checkpoints


def average_checkpoint(run: Run, context: EnsembleContext, options: EpochMembersOptions) -> tuple[str, ...]:
    """Make ``swa.ckpt`` of the kept epochs (``swa-last-3.ckpt`` of three of them), and name it.

    The weights that learned are averaged (not their running mean, which is an average already), each epoch
    the same; then one pass over the training pictures finds the BatchNorm statistics of the averaged
    weights. The scores of the members say nothing of it: evaluate it.

    Raises:
        UsageError: The run kept fewer than two epochs.
        DataError: The training data is no longer what the run was trained on.
    """
    names = kept_checkpoints(run, context, options)
    if len(names) < 2:
        raise UsageError(f"run {run.id} kept one epoch, and an average needs two: raise train.keep_epochs.")
    states = (load_checkpoint(run.checkpoints_folder / f"{name}.ckpt") for name in names)
    mean = mean_state(state["model"] for state in states)
    class_pixels = load_checkpoint(run.checkpoints_folder / f"{names[-1]}.ckpt")["class_pixels"]
    epochs = tuple(int(name.rpartition("-")[2]) for name in names)
    # Averages of other epochs have other names, so that none takes the place of one that a file names.
    name = f"swa-last-{options.last}" if options.last else "swa"
    keep_with_exact_statistics(run, context, AveragedWeights(name, mean, tuple(class_pixels), epochs))
    return (name,)


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
