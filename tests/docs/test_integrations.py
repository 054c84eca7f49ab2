"""The examples for other people's loops run as they are printed."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import jaccard_score

from segscope.engine.class_set import ClassSet
from segscope.errors import StoreError
from segscope.record import ValidationRecorder
from segscope.store import NewRun, Run, SampleRow, Validation, Workspace
from tests.data.predictions.folders import CLASS_TEXT, draw_maps, write_sources

DOCS = Path(__file__).parents[2] / "docs"
CLASSES = ClassSet(("road", "car"), ignore_id=255)
NAMES = ("a", "b", "c")
SAMPLES = [SampleRow("val", name, f"{name}.jpg") for name in NAMES]
Map = NDArray[np.uint8]


def example(page: str, heading: str, number: int = 1) -> str:
    """Give the n-th Python example below a heading."""
    text = (DOCS / page).read_text(encoding="utf-8")
    section = re.search(rf"^## {heading}$(.*?)(?=^## |\Z)", text, flags=re.DOTALL | re.MULTILINE)
    assert section is not None
    code: str = re.findall(r"```python\n(.*?)```", section[1], flags=re.DOTALL)[number - 1]
    return code


def draw(seed: int) -> dict[str, Map]:
    rng = np.random.default_rng(seed)
    return {name: rng.integers(0, 2, (16, 12)).astype(np.uint8) for name in NAMES}


def miou(truth: dict[str, Map], predicted: dict[str, Map]) -> float:
    maps = (np.concatenate([maps[name].ravel() for name in truth]) for maps in (truth, predicted))
    return float(jaccard_score(*maps, average="macro"))


def stored_prediction(run: Run, validation: Validation, name: str) -> Map:
    prediction = run.prediction(validation, name)
    assert prediction is not None
    return prediction.astype(np.uint8)


def new_run(workspace: Workspace) -> Run:
    return workspace.create_run(NewRun(name="r", config={}, class_set=CLASSES, samples=SAMPLES))


def test_the_plain_loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, Any] = {}
    exec(example("integrations.md", "A plain loop"), namespace)
    with Workspace.open() as workspace:
        run = workspace.run("my loop")
        assert run.status == "finished"
        assert [v.key.epoch for v in run.validations()] == [1, 2, 3]
        last = run.validations()[-1]
        truth = {name: label_map for name, _, label_map in namespace["loader"]}
        predicted = {name: stored_prediction(run, last, name) for name in truth}
        assert last.scores["miou"] == pytest.approx(miou(truth, predicted))


def test_confidences_of_torchs_logits_reach_the_store(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    logits = {
        name: torch.randn(2, 16, 12, generator=torch.Generator().manual_seed(i)) * 3
        for i, name in enumerate(NAMES)
    }
    with Workspace.open(tmp_path) as workspace:
        run = new_run(workspace)
        with ValidationRecorder(run, CLASSES, SAMPLES) as recorder:
            recorder.begin(epoch=1, step=1)
            for name, truth in draw(0).items():
                names = {"recorder": recorder, "name": name, "truth": truth, "logits": logits[name]}
                exec(example("integrations.md", "A plain loop", number=2), names)
            validation = recorder.finish().validation
        for name in NAMES:
            exponentials = np.exp(logits[name].numpy().astype(np.float64))
            probabilities = exponentials / exponentials.sum(axis=0)
            stored = run.confidence(validation, name)
            assert stored is not None
            assert np.abs(stored / 255 - probabilities.max(axis=0)).max() < 1 / 255
            np.testing.assert_array_equal(
                stored_prediction(run, validation, name), probabilities.argmax(axis=0)
            )


def test_hugging_face_compute_metrics(tmp_path: Path) -> None:
    """transformers hands over an object with these two arrays; the slow test below asks transformers."""
    pytest.importorskip("torch")
    namespace: dict[str, Any] = {}
    exec(example("integrations.md", "Hugging Face"), namespace)
    truth, predicted = draw(0), draw(1)
    output = SimpleNamespace(
        predictions=np.stack([predicted[n] for n in NAMES]).astype(np.int64),
        label_ids=np.stack([truth[n] for n in NAMES]).astype(np.int64),
    )
    with Workspace.open(tmp_path) as workspace:
        run = new_run(workspace)
        with ValidationRecorder(run, CLASSES, SAMPLES) as recorder:
            compute_metrics = namespace["make_compute_metrics"](recorder, NAMES)
            assert compute_metrics(output)["miou"] == pytest.approx(miou(truth, predicted))
            compute_metrics(output)
        assert [validation.key.epoch for validation in run.validations()] == [1, 2]


@pytest.mark.slow  # importing transformers alone takes many seconds
@pytest.mark.filterwarnings("ignore")
def test_hugging_faces_own_trainer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not among the development extras: where transformers is installed, torchmetrics imports it, too.

    Every process that loads Lightning then starts a second later.
    """
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    transformers = pytest.importorskip("transformers", reason="pip install transformers accelerate")
    pytest.importorskip("accelerate", reason="pip install accelerate")
    torch = pytest.importorskip("torch")
    namespace: dict[str, Any] = {}
    exec(example("integrations.md", "Hugging Face"), namespace)
    truth = {
        name: np.random.default_rng(i).integers(0, 2, (64, 48)).astype(np.uint8)
        for i, name in enumerate(NAMES)
    }
    data = [
        {"pixel_values": torch.rand(3, 64, 48), "labels": torch.from_numpy(truth[n]).long()} for n in NAMES
    ]
    model = _tiny_segformer(transformers)
    arguments = transformers.TrainingArguments(
        output_dir=str(tmp_path / "out"),
        num_train_epochs=2,
        eval_strategy="epoch",
        save_strategy="epoch",
        metric_for_best_model="miou",
        per_device_eval_batch_size=2,
        report_to=[],
        use_cpu=True,
        disable_tqdm=True,
    )
    with Workspace.open(tmp_path / "workspace") as workspace:
        run = new_run(workspace)
        with ValidationRecorder(run, CLASSES, SAMPLES) as recorder:
            trainer = transformers.Trainer(
                model=model,
                args=arguments,
                train_dataset=data,
                eval_dataset=data,
                compute_metrics=namespace["make_compute_metrics"](recorder, NAMES),
                preprocess_logits_for_metrics=namespace["to_label_maps"],
            )
            trainer.train()
        validations = run.validations()
    predicted = {}
    with torch.no_grad():
        for name, sample in zip(NAMES, data, strict=True):
            logits = model.eval()(pixel_values=sample["pixel_values"][None]).logits
            enlarged = torch.nn.functional.interpolate(logits, (64, 48), mode="bilinear")
            predicted[name] = enlarged[0].argmax(0).numpy().astype(np.uint8)
    expected = pytest.approx(miou(truth, predicted))
    assert [validation.key.epoch for validation in validations] == [1, 2]
    assert validations[-1].scores["miou"] == expected
    assert [log["eval_miou"] for log in trainer.state.log_history if "eval_miou" in log][-1] == expected


def _tiny_segformer(transformers: Any) -> Any:
    return transformers.SegformerForSemanticSegmentation(
        transformers.SegformerConfig(
            num_labels=2,
            num_encoder_blocks=2,
            depths=[1, 1],
            sr_ratios=[2, 1],
            hidden_sizes=[8, 16],
            patch_sizes=[7, 3],
            strides=[4, 2],
            num_attention_heads=[1, 2],
            mlp_ratios=[2, 2],
            decoder_hidden_size=16,
        )
    )


@pytest.mark.filterwarnings("ignore")  # Lightning warns of few workers, of no logger …
def test_the_lightning_callback(tmp_path: Path) -> None:
    pl = pytest.importorskip("pytorch_lightning")
    torch = pytest.importorskip("torch")
    namespace: dict[str, Any] = {}
    exec(example("integrations.md", "Lightning"), namespace)
    truth = draw(0)
    images = {name: torch.rand(3, 16, 12) for name in NAMES}
    batches = [
        {
            "name": list(names),
            "image": torch.stack([images[n] for n in names]),
            "label": torch.stack([torch.from_numpy(truth[n]).long() for n in names]),
        }
        for names in (NAMES[:2], NAMES[2:])
    ]
    module = _make_module(pl, torch)
    with Workspace.open(tmp_path) as workspace:
        run = new_run(workspace)
        with ValidationRecorder(run, CLASSES, SAMPLES) as recorder:
            trainer = pl.Trainer(**_quiet(tmp_path), callbacks=[namespace["Diagnose"](recorder)])
            # A bare list of batches would be taken for a list of data loaders.
            loader = torch.utils.data.DataLoader(batches, batch_size=None)
            trainer.fit(module, loader, loader)
        validations = run.validations()
    with torch.no_grad():
        predicted = {n: module(images[n][None])[0].argmax(0).numpy().astype(np.uint8) for n in NAMES}
    assert [validation.key.epoch for validation in validations] == [1, 2]
    assert validations[-1].scores["miou"] == pytest.approx(miou(truth, predicted))
    assert float(trainer.callback_metrics["miou"]) == pytest.approx(miou(truth, predicted))


@pytest.mark.filterwarnings("ignore")
def test_an_exception_in_lightnings_validation_leaves_no_validation_open(tmp_path: Path) -> None:
    pl, torch = pytest.importorskip("pytorch_lightning"), pytest.importorskip("torch")
    namespace: dict[str, Any] = {}
    exec(example("integrations.md", "Lightning"), namespace)
    broken = [{"name": ["nobody"], "image": torch.rand(1, 3, 16, 12), "label": torch.zeros(1, 16, 12).long()}]
    loader = torch.utils.data.DataLoader(broken, batch_size=None)
    with Workspace.open(tmp_path) as workspace:
        run = new_run(workspace)
        with ValidationRecorder(run, CLASSES, SAMPLES) as recorder:
            trainer = pl.Trainer(**_quiet(tmp_path), callbacks=[namespace["Diagnose"](recorder)])
            with pytest.raises(StoreError, match="nobody"):
                trainer.validate(_make_module(pl, torch), loader)
            recorder.begin(epoch=1, step=1)  # none is open
        assert run.validations() == ()


def _quiet(folder: Path) -> dict[str, Any]:
    return {
        "max_epochs": 2,
        "accelerator": "cpu",
        "devices": 1,
        "logger": False,
        "enable_checkpointing": False,
        "enable_progress_bar": False,
        "enable_model_summary": False,
        "default_root_dir": folder,
    }


def _make_module(pl: Any, torch: Any) -> Any:
    class Module(pl.LightningModule):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.layer = torch.nn.Conv2d(3, 2, 3, padding=1)

        def forward(self, image: Any) -> Any:
            return self.layer(image)

        def training_step(self, batch: Any, _index: int) -> Any:
            return torch.nn.functional.cross_entropy(self(batch["image"]), batch["label"].long())

        def validation_step(self, batch: Any, _index: int) -> Any:
            return {"logits": self(batch["image"])}

        def configure_optimizers(self) -> Any:
            return torch.optim.SGD(self.parameters(), lr=0.1)

    return Module()


def test_the_python_example_of_diagnose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_sources(tmp_path, draw_maps(2), draw_maps(2, 9), CLASS_TEXT)
    monkeypatch.chdir(tmp_path)
    exec(example("diagnose.md", "From Python"), {})
    assert capsys.readouterr().out.startswith("mIoU 0.")
    with Workspace.open() as workspace:
        assert workspace.run("baseline").status == "finished"
