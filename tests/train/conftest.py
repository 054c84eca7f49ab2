"""A tiny data set and a tiny training, for tests that run the real trainer."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch

from segscope.config.load import load_config
from segscope.config.run_config import RunConfig
from segscope.data.recycling import write_recycling

TINY = (
    "model.weights=none",
    "model.encoder=resnet18",
    "model.decoder_channels=[16,16,8,8]",
    "augment.scale-crop.size=64",
    "train.batch_size=4",
    "train.workers=0",
    "train.device=cpu",
    "train.precision=32",
    "val.fixed_samples=2",
    "val.worst_per_class=1",
)


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> Iterator[None]:
    """Compute with one thread, in child processes too: tiny models lose more to waiting than they gain."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "1")
        yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def tiny_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve training and six validation pictures of the sample set, 64×64."""
    folder = tmp_path_factory.mktemp("tiny") / "data"
    write_recycling(folder, images=12, val_images=6, size=64, seed=3)
    return folder


@pytest.fixture(scope="session")
def tiny_config(tiny_data: Path) -> Callable[..., RunConfig]:
    """Give a config for a training of seconds: ``tiny_config("train.epochs=2")``."""

    def make(*overrides: str) -> RunConfig:
        return load_config(None, [f"data.path={tiny_data}", *TINY, *overrides])

    return make
