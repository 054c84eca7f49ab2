"""Runs of every kind: trainings, imports of other tools' predictions, evaluations."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from segscope._api import diagnose_predictions
from segscope._inference import evaluate
from segscope.data.predictions import PredictionSources
from tests.web.workspaces import Served, one_thread, serving


@pytest.fixture
def imported(tmp_path: Path) -> Path:
    """Masks of another tool beside their pictures, imported with and without these."""
    rng = np.random.default_rng(0)
    for folder in ("gt", "pred", "pictures"):
        (tmp_path / folder).mkdir()
    for name in ("가.png", "b c.png"):
        truth = np.kron(rng.integers(0, 2, (3, 4)), np.ones((8, 8))).astype(np.uint8) * 7
        Image.fromarray(truth).save(tmp_path / "gt" / name)
        Image.fromarray(np.roll(truth, 2, axis=1)).save(tmp_path / "pred" / name)
        Image.fromarray(rng.integers(0, 256, (24, 32, 3), dtype=np.uint8)).save(tmp_path / "pictures" / name)
    classes = "classes:\n  - {id: 0, name: 바닥}\n  - {id: 7, name: 컵}\n"
    (tmp_path / "classes.yaml").write_text(classes, encoding="utf-8")
    for name, pictures in (("with", tmp_path / "pictures"), ("without", None)):
        sources = PredictionSources(
            tmp_path / "gt", tmp_path / "pred", tmp_path / "classes.yaml", images=pictures
        )
        diagnose_predictions(sources, name=name, workspace=tmp_path / "w")
    return tmp_path / "w"


def test_an_import_is_served_with_its_pictures_or_says_that_it_has_none(imported: Path) -> None:
    with serving(imported) as served:
        without, with_pictures = served.get("/runs")
        assert {run["kind"] for run in (without, with_pictures)} == {"import"}
        for run, has_pictures in ((with_pictures, True), (without, False)):
            address = f"/runs/{run['id']}/validations/1"
            listed = served.get(f"{address}/pictures", order="name")["pictures"]
            assert [picture["sample"] for picture in listed] == ["b c", "가"]
            layers = {x["name"]: x for x in served.get(f"{address}/picture", sample="가")["layers"]}
            assert layers["picture"]["available"] == has_pictures
            assert (layers["truth"]["available"], layers["prediction"]["available"]) == (True, True)
            answer = served.answer(f"/runs/{run['id']}/samples/picture", split="val", sample="가")
            assert answer.status_code == (200 if has_pictures else 404)
            truth = served.answer(f"/runs/{run['id']}/samples/truth", split="val", sample="가")
            assert set(truth.content[:4]) == set(b"\x89PNG")
            assert served.answer(f"{address}/thumbnail", sample="가").status_code == 200


def test_an_evaluation_is_served_and_compared_with_its_run(trained_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(trained_folder, tmp_path / "w")
    with serving(tmp_path / "w") as served:
        (run,) = served.workspace.runs()
        with one_thread():
            found = evaluate(served.workspace, run.id)
        listed = served.get("/runs")
        assert [brief["kind"] for brief in listed] == ["evaluation", "train"]
        view = served.get(f"/runs/{found.run.id}")
        assert view["parent"]["id"] == run.id
        assert view["brief"]["miou"] == pytest.approx(view["parent"]["miou"], abs=0.02)
        told = served.get("/comparison", a=run.id, b=found.run.id)
        assert abs(told["overall"]["difference"]) < 0.02
        sample = view_of_first(served, found.run.id)
        assert sample["epochs"][0]["epoch"] == 0


def view_of_first(served: Served, run: str) -> dict[str, list[dict[str, object]]]:
    listed = served.get(f"/runs/{run}/validations/1/pictures")["pictures"]
    view: dict[str, list[dict[str, object]]] = served.get(
        f"/runs/{run}/validations/1/picture", sample=listed[0]["sample"]
    )
    return view
