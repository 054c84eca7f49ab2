"""A run's trained model, ready to segment."""

from pathlib import Path

from segscope.config.load import resolve
from segscope.errors import CheckpointError
from segscope.store.runs import Run
from segscope.train.checkpoint import load_checkpoint
from segscope.train.models.build import build_model
from segscope.train.models.segmenter import Segmenter


def load_model(run: Run, checkpoint: str = "best") -> Segmenter:
    """Load the model of a run, in evaluation mode, on the CPU.

    Args:
        run: A training.
        checkpoint: ``best`` or ``last``.

    Raises:
        CheckpointError: There is no whole checkpoint, or it does not fit the run's config.
    """
    config = resolve(run.config, f"run {run.id}")
    path = Path(run.checkpoints_folder / f"{checkpoint}.ckpt")
    state = load_checkpoint(path)
    model = build_model(config.model, run.class_set.num_classes, pretrained=False)
    weights = state.get("average") or state["model"]
    try:
        model.load_state_dict(weights)
    except RuntimeError as error:
        raise CheckpointError(f"{path}: the checkpoint does not fit the run's model ({error}).") from error
    return model.eval()
