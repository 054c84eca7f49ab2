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
from segscope.record import ValidationRecorder
from segscope.store import NewRun, Run, SampleRow, Workspace
from tests.data.predictions.folders import CLASS_TEXT, draw_maps, write_sources

DOCS = Path(__file__).parents[2] / "docs"
CLASSES = ClassSet(("road", "car"), ignore_id=255)
NAMES = ("a", "b", "c")
SAMPLES = [SampleRow("val", name, f"{name}.jpg") for name in NAMES]
Map = NDArray[np.uint8]


def example(page: str, heading: str) -> str:
    text = (DOCS / page).read_text(encoding="utf-8")
    found = re.search(rf"## {heading}\n.*?```python\n(.*?)```", text, flags=re.DOTALL)
    assert found is not None
    return found[1]


def draw(seed: int) -> dict[str, Map]:
    rng = np.random.default_rng(seed)
    return {name: rng.integers(0, 2, (16, 12)).astype(np.uint8) for name in NAMES}


def miou(truth: dict[str, Map], predicted: dict[str, Map]) -> float:
    maps = (np.concatenate([maps[name].ravel() for name in NAMES]) for maps in (truth, predicted))
    return float(jaccard_score(*maps, average="macro"))


def new_run(workspace: Workspace) -> Run:
    return workspace.create_run(NewRun(name="r", config={}, class_set=CLASSES, samples=SAMPLES))


def test_the_plain_loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    truth, predicted = draw(0), draw(1)
    loader = [(name, name, truth[name]) for name in NAMES]
    exec(
        example("integrations.md", "A plain loop"), {"names": NAMES, "loader": loader, "model": predicted.get}
    )
    with Workspace.open() as workspace:
        run = workspace.run("my loop")
        assert run.status == "finished"
        assert [v.key.epoch for v in run.validations()] == [1, 2, 3]
        assert run.validations()[-1].scores["miou"] == pytest.approx(miou(truth, predicted))


def test_hugging_face_compute_metrics(tmp_path: Path) -> None:
    """transformers hands over an object with these two arrays."""
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
            "label": torch.stack([torch.from_numpy(truth[n]) for n in names]),
        }
        for names in (NAMES[:2], NAMES[2:])
    ]
    module = _make_module(pl, torch)
    with Workspace.open(tmp_path) as workspace:
        run = new_run(workspace)
        with ValidationRecorder(run, CLASSES, SAMPLES) as recorder:
            trainer = pl.Trainer(
                max_epochs=2,
                accelerator="cpu",
                devices=1,
                logger=False,
                enable_checkpointing=False,
                enable_progress_bar=False,
                enable_model_summary=False,
                default_root_dir=tmp_path,
                callbacks=[namespace["Diagnose"](recorder)],
            )
            # A bare list of batches would be taken for a list of data loaders.
            loader = torch.utils.data.DataLoader(batches, batch_size=None)
            trainer.fit(module, loader, loader)
        validations = run.validations()
    with torch.no_grad():
        predicted = {n: module(images[n][None])[0].argmax(0).numpy().astype(np.uint8) for n in NAMES}
    assert [validation.key.epoch for validation in validations] == [1, 2]
    assert validations[-1].scores["miou"] == pytest.approx(miou(truth, predicted))
    assert float(trainer.callback_metrics["miou"]) == pytest.approx(miou(truth, predicted))


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
