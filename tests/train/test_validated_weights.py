"""Which weights are validated and kept as best, where Lookahead and the running mean could both be meant."""

from collections.abc import Callable
from pathlib import Path

import pytest
from torch import Tensor

from segscope.config.run_config import RunConfig
from segscope.store.workspace import Workspace
from segscope.train.checkpoint import load_checkpoint
from segscope.train.fit import train
from segscope.train.request import TrainingRequest


def bits(tensors: list[Tensor]) -> set[bytes]:
    return {tensor.numpy().tobytes() for tensor in tensors if tensor.is_floating_point()}


@pytest.mark.parametrize("words", [("train.ema=0",), ()])
def test_lookaheads_slow_weights_are_validated_only_without_the_running_mean(
    words: tuple[str, ...], tiny_config: Callable[..., RunConfig], tmp_path: Path
) -> None:
    # Three steps by two: the fast weights are one step ahead of the slow ones.
    lookahead = ("optimizer.lookahead={k: 2, alpha: 0.5}", "schedule=constant", "train.epochs=1")
    with Workspace.open(tmp_path) as workspace:
        run = train(TrainingRequest(tiny_config(*lookahead, *words), workspace))
    assert run is not None
    best, last = (load_checkpoint(run.checkpoints_folder / f"{name}.ckpt") for name in ("best", "last"))
    kept, slow = bits(list(best["model"].values())), bits(last["optimizer"]["slow"])
    assert not slow & bits(list(last["model"].values())), "`last` holds the fast ones"
    if words:
        assert last["average"] is None
        assert slow <= kept
    else:
        assert kept == bits(list(last["average"].values()))
        assert not slow & kept
