"""The running mean of the weights as a member of an ensemble."""

from segscope.config.catalogue.ensembles import RunningMeanOptions
from segscope.config.load import resolve
from segscope.errors import UsageError
from segscope.store.runs import Run
from segscope.train.checkpoint import load_checkpoint
from segscope.train.ensembles.context import EnsembleContext
from segscope.train.ensembles.exact_statistics import AveragedWeights, keep_with_exact_statistics

NAME = "ema"


def running_mean_checkpoint(
    run: Run, context: EnsembleContext, options: RunningMeanOptions
) -> tuple[str, ...]:
    """Name the checkpoint of the running mean after the last epoch.

    With exact statistics it is made, as ``ema.ckpt``; with averaged ones it is ``last.ckpt``, whose
    BatchNorm statistics are running means as its weights are.

    Raises:
        UsageError: The run kept no running mean.
        DataError: The training data is no longer what the run was trained on.
    """
    if resolve(run.config, f"run {run.id}").train.ema == 0:
        raise UsageError(f"run {run.id} kept no running mean of its weights: train with train.ema above 0.")
    if options.statistics == "averaged":
        return ("last",)
    state = load_checkpoint(run.checkpoints_folder / "last.ckpt")
    epochs = (int(state["progress"]["epoch"]),)
    mean = AveragedWeights(NAME, state["average"], tuple(state["class_pixels"]), epochs)
    keep_with_exact_statistics(run, context, mean)
    return (NAME,)
