"""ONNX files against torch, where the optional packages are installed."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch

from segscope.config.run_config import RunConfig
from segscope.data.open import open_dataset
from segscope.data.picture_format import RGB8, PictureFormat
from segscope.errors import MissingDependencyError, UsageError
from segscope.store.new_run import NewRun
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.checkpoint import save_checkpoint
from segscope.train.export_onnx import INPUT, OUTPUT, export_onnx
from segscope.train.load_model import load_model
from segscope.train.models.build import build_model


def random_run(config: RunConfig, pictures: PictureFormat, folder: Path) -> Run:
    """Store a run with a random model: what is exported need not have learned."""
    classes = open_dataset(Path(config.data.path)).class_set
    torch.manual_seed(0)
    model = build_model(config.model, classes.num_classes, pictures)
    with Workspace.open(folder) as workspace:
        new = NewRun(name="tiny", config=config.model_dump(mode="json"), class_set=classes, samples=[])
        run = workspace.create_run(new)
        save_checkpoint({"model": model.state_dict()}, run.checkpoints_folder / "best.ckpt")
    return run


@pytest.fixture(scope="module")
def run(tiny_config: Callable[..., RunConfig], tmp_path_factory: pytest.TempPathFactory) -> Run:
    return random_run(tiny_config(), RGB8, tmp_path_factory.mktemp("onnx"))


PACKAGES = ("onnx", "onnxscript", "onnxruntime")
INSTALLED = all(find_spec(name) is not None for name in PACKAGES)


ODD = (51, 75)
FAMILIES = {
    "unet": "encoder: resnet18",
    "unetplusplus": "encoder: resnet18",
    "hrnet-ocr": "encoder: hrnet_w18_small, channels: 32, key_channels: 16",
    "segformer": "encoder: mit_b0",
    "upernet": "encoder: tu-convnext_atto",
    "dpt": "encoder: tu-vit_tiny_patch16_224, "
    "arguments: {decoder_intermediate_channels: [16, 16, 32, 32], decoder_fusion_channels: 16}",
    "vit": "encoder: vit_tiny_patch16_224",
}


def assert_equal_to_torch(run: Run, file: Path, size: tuple[int, int]) -> None:
    """Compare the file with the model on three pictures, one more than the exporter saw."""
    session = import_module("onnxruntime").InferenceSession(file, providers=["CPUExecutionProvider"])
    pictures = np.random.default_rng(5).integers(0, 256, (3, 3, *size), dtype=np.uint8)
    probabilities = session.run([OUTPUT], {INPUT: pictures})[0]
    with torch.inference_mode():
        expected = load_model(run)(torch.from_numpy(pictures)).logits.softmax(dim=1).numpy()
    # A random model that gave one answer everywhere would equal any other such.
    assert np.ptp(expected, axis=(0, 2, 3)).max() > 0.03
    assert probabilities.dtype == np.float32
    assert probabilities.shape == (3, expected.shape[1], *size)
    assert np.allclose(probabilities, expected, atol=1e-4)
    assert (probabilities.argmax(axis=1) == expected.argmax(axis=1)).mean() > 0.999


@pytest.mark.skipif(not INSTALLED, reason="segscope[onnx] is not installed")
@pytest.mark.filterwarnings("ignore")  # the exporter's own
@pytest.mark.parametrize("size", [(64, 64), (50, 70), ODD])
def test_onnx_runtime_gives_the_same_probabilities(run: Run, tmp_path: Path, size: tuple[int, int]) -> None:
    found = export_onnx(run, tmp_path / "model.onnx", size=size)
    assert found.difference < 1e-3
    assert found.same_classes > 0.999
    assert [path.name for path in tmp_path.iterdir()] == ["model.onnx"]
    assert_equal_to_torch(run, found.path, size)


@pytest.mark.skipif(not INSTALLED, reason="segscope[onnx] is not installed")
@pytest.mark.filterwarnings("ignore")  # the exporter's own
@pytest.mark.parametrize("name", list(FAMILIES))
def test_every_family_gives_the_same_probabilities_at_an_odd_size(
    name: str, tiny_config: Callable[..., RunConfig], tmp_path: Path
) -> None:
    config = tiny_config(f"model={{name: {name}, weights: none, {FAMILIES[name]}}}")
    run = random_run(config, RGB8, tmp_path / "workspace")
    found = export_onnx(run, tmp_path / "model.onnx", size=ODD)
    assert_equal_to_torch(run, found.path, ODD)


@pytest.mark.skipif(not INSTALLED, reason="segscope[onnx] is not installed")
@pytest.mark.filterwarnings("ignore")  # the exporter's own
def test_a_model_of_16_bits_takes_16_bits(tiny_config: Callable[..., RunConfig], tmp_path: Path) -> None:
    deep = random_run(
        tiny_config("data.channels=2", "data.bits=16"), PictureFormat(2, 16), tmp_path / "workspace"
    )
    found = export_onnx(deep, tmp_path / "deep.onnx", size=(40, 64))
    session = import_module("onnxruntime").InferenceSession(found.path, providers=["CPUExecutionProvider"])
    assert session.get_inputs()[0].type == "tensor(uint16)"
    levels = np.random.default_rng(5).integers(0, 65_536, (1, 2, 40, 64), dtype=np.uint16)
    with torch.inference_mode():
        expected = load_model(deep)(torch.from_numpy(levels.astype(np.int32))).logits.softmax(dim=1).numpy()
    assert np.allclose(session.run([OUTPUT], {INPUT: levels})[0], expected, atol=1e-3)


@pytest.mark.skipif(INSTALLED, reason="segscope[onnx] is installed")
def test_without_the_packages_one_sentence_says_what_to_install(run: Run, tmp_path: Path) -> None:
    with pytest.raises(MissingDependencyError, match=r"pip install 'segscope\[onnx\]'"):
        export_onnx(run, tmp_path / "model.onnx")


@pytest.mark.parametrize("name", ["model.pt", "nowhere/model.onnx"])
def test_another_ending_or_a_missing_folder_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"ends in \.onnx, in a folder that exists"):
        export_onnx(run, tmp_path / name)
