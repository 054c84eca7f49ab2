"""A run's trained model, ready to segment."""

from pathlib import Path

from segscope.config.load import resolve
from segscope.data.picture_format import RGB8, PictureFormat
from segscope.errors import CheckpointError
from segscope.store.runs import Run
from segscope.train.checkpoint import load_checkpoint
from segscope.train.models.build import build_model
from segscope.train.models.segmenter import Segmenter
from segscope.train.unknown.build import trained_outputs


def load_model(run: Run, checkpoint: str = "best") -> Segmenter:
    """Load the model of a run, in evaluation mode, on the CPU.

    Args:
        run: A training.
        checkpoint: ``best`` or ``last``.

    Raises:
        CheckpointError: There is no whole checkpoint, or it does not fit the run's config.
    """
    path = Path(run.checkpoints_folder / f"{checkpoint}.ckpt")
    state = load_checkpoint(path)
    model = untrained_model(run)
    weights = state.get("average") or state["model"]
    try:
        model.load_state_dict(weights)
    except RuntimeError as error:
        raise CheckpointError(f"{path}: the checkpoint does not fit the run's model ({error}).") from error
    return model.eval()


def untrained_model(run: Run) -> Segmenter:
    """Build the model of a run, with weights that a checkpoint is to replace."""
    config = resolve(run.config, f"run {run.id}")
    subclasses = trained_outputs(config.unknown, run.class_set)
    return build_model(
        config.model,
        run.class_set.num_classes,
        picture_format(run),
        pretrained=False,
        subclasses=subclasses,
    )


def picture_format(run: Run) -> PictureFormat:
    """Give the channels and bits that a run's model was trained with."""
    data = resolve(run.config, f"run {run.id}").data
    channels = RGB8.channels if data.channels == "auto" else data.channels
    return PictureFormat(channels, RGB8.bits if data.bits == "auto" else data.bits)
