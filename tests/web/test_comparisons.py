"""Comparisons: what the command line says, refusals with the difference named, and nobody waits for them."""

import threading
import time
from pathlib import Path

import httpx
import numpy as np
import pytest
import uvicorn

from segscope._api import compare_runs
from segscope.engine.class_set import ClassSet
from segscope.store import SampleRow, Workspace
from segscope.web.app import create_app
from segscope.web.serve import open_socket
from tests.web.workspaces import Served, begin_run, maps_of, record, serving, whole_runs

CLASSES = ClassSet(("floor", "종이"), background=0)


def scenes(seed: int, count: int = 24, wrong: float = 0.0) -> dict[str, np.ndarray]:
    """Draw label maps; of ``wrong`` pixels another class is said, by another draw."""
    rng = np.random.default_rng(0)
    truth = {f"장면/{place}": rng.integers(0, 2, (12, 10)).astype(np.uint8) for place in range(count)}
    noise = np.random.default_rng(seed)
    return {name: m ^ (noise.random(m.shape) < wrong).astype(np.uint8) for name, m in truth.items()}


def store(workspace: Workspace, seed: int, wrong: float, **values: object) -> str:
    truth = scenes(0)
    rows = [SampleRow("val", name, "/nowhere.png") for name in truth]
    run = begin_run(workspace, CLASSES, rows, seed=seed, **values)
    record(run, truth, scenes(seed, wrong=wrong))
    return run.id


def test_a_comparison_is_the_command_lines(generated: Served) -> None:
    a, b = (run.id for run in whole_runs(generated.workspace))
    told = generated.get("/comparison", a=a, b=b)
    known = compare_runs(generated.workspace, a, b)
    assert told["summary"] == known.summary
    assert told["verdict"] == known.verdict
    expected = known.to_dict()
    for part in ("overall", "others", "classes", "kinds", "notes", "a", "b", "units", "draws"):
        assert told[part] == expected[part], part
    assert told["class_set"][3]["name"] == "종이"
    assert told["ignore"] == 255


def test_every_picture_that_moved_is_listed_and_its_parts_add_up(generated: Served) -> None:
    first, second = whole_runs(generated.workspace)
    told = generated.get("/comparison", a=first.id, b=second.id)
    assert len(told["moved"]) > 10  # as many as the command line lists
    gains = [abs(picture["gain"]) for picture in told["moved"]]
    assert gains == sorted(gains, reverse=True)
    assert sum(p["gain"] for p in told["moved"]) == pytest.approx(told["overall"]["difference"], abs=2e-3)


def test_fixed_and_broken_pixels_are_those_of_the_label_maps(generated: Served) -> None:
    first, second = whole_runs(generated.workspace)
    told = generated.get("/comparison", a=first.id, b=second.id)["pixels"]
    before, after = (maps_of(run, run.validations()[-1]) for run in (first, second))
    fixed, broken = np.zeros(6, dtype=int), np.zeros(6, dtype=int)
    for name, (truth, guess) in before.items():
        right_a, right_b = guess == truth, after[name][1] == truth
        for index in range(6):
            fixed[index] += ((truth == index) & ~right_a & right_b).sum()
            broken[index] += ((truth == index) & right_a & ~right_b).sum()
    assert (told["images"], told["of"]) == (40, 40)
    assert told["fixed"] == fixed.tolist()
    assert told["broken"] == broken.tolist()


def test_without_pixels_no_label_map_is_read(generated: Served) -> None:
    first, second = whole_runs(generated.workspace)
    whole = generated.get("/comparison", a=first.id, b=second.id)
    assert generated.get("/comparison", a=first.id, b=second.id, pixels=False) == whole | {"pixels": None}


def test_several_trainings_of_each_side(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        a = [store(served.workspace, seed, 0.30, name="기준선") for seed in (1, 2, 3)]
        b = [store(served.workspace, seed, 0.05, name="better") for seed in (4, 5, 6)]
        told = served.get("/comparison", a=",".join(a), b=", ".join(b))
        assert [run["run"] for run in told["a"]["runs"]] == a
        assert [run["seed"] for run in told["b"]["runs"]] == [4, 5, 6]
        assert told["verdict"] == "better"
        assert told["overall"]["deviation"] is not None
        assert told["pixels"]["chance"] is not None
        assert any("noise between trainings is part" in note for note in told["notes"])


def test_folds_are_compared_together(tmp_path: Path) -> None:
    truth = scenes(0)
    parts = [list(truth)[fold::2] for fold in range(2)]
    with serving(tmp_path) as served:
        sides = []
        for wrong in (0.3, 0.05):
            ids = []
            for fold, names in enumerate(parts):
                guess = scenes(7 + fold, wrong=wrong)
                rows = [SampleRow("val", name, "/nowhere.png") for name in names]
                run = begin_run(served.workspace, CLASSES, rows, label_hash=f"{fold:040x}")
                record(run, {name: truth[name] for name in names}, guess)
                ids.append(run.id)
            sides.append(",".join(ids))
        told = served.get("/comparison", a=sides[0], b=sides[1])
        assert (told["images"], told["verdict"]) == (24, "better")
        one_fold = sides[1].split(",")[0]
        assert "validated on samples that no run" in served.refusal(
            409, "/comparison", a=sides[0], b=one_fold
        )


def test_unlike_things_are_refused_with_the_difference(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        run = store(served.workspace, 1, 0.2)
        fewer = scenes(0, count=20)
        rows = [SampleRow("val", name, "/nowhere.png") for name in fewer]
        short = begin_run(served.workspace, CLASSES, rows, label_hash="cd" * 20)
        record(short, fewer, fewer)
        renamed = begin_run(served.workspace, ClassSet(("floor", "유리")), rows, label_hash="ef" * 20)
        record(renamed, fewer, fewer)
        answer = served.answer("/comparison", a=run, b=short.id)
        assert (answer.status_code, answer.json()["code"]) == (409, "not_comparable")
        assert "24 images" in answer.json()["message"]
        assert "20 of" in answer.json()["message"]
        sentence = served.refusal(409, "/comparison", a=run, b=renamed.id)
        assert "class 1 is '종이' and '유리'" in sentence


def test_what_names_no_sides_is_refused(generated: Served) -> None:
    a, b = (run.id for run in whole_runs(generated.workspace))
    assert "empty place" in generated.refusal(422, "/comparison", a=f"{a},", b=b)
    assert "twice" in generated.refusal(422, "/comparison", a=f"{a},{a}", b=b)
    assert "both sides" in generated.refusal(422, "/comparison", a=a, b=f"{a},{b}")
    assert "at most 40" in generated.refusal(422, "/comparison", a=",".join([a] * 41), b=b)
    assert "no run" in generated.refusal(404, "/comparison", a="기준선 0", b=b)
    assert "epoch 77" in generated.refusal(404, "/comparison", a=a, b=b, validation="77")
    assert "best, last" in generated.refusal(422, "/comparison", a=a, b=b, validation="worst")
    generated.refusal(422, "/comparison", a=a)


def test_an_epoch_is_compared_as_asked(generated: Served) -> None:
    a, b = (run.id for run in whole_runs(generated.workspace))
    told = generated.get("/comparison", a=a, b=b, validation="2", pixels=False)
    assert [side["runs"][0]["epoch"] for side in (told["a"], told["b"])] == [2, 2]


def test_a_new_best_validation_is_compared_anew(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        a, b = store(served.workspace, 1, 0.3), store(served.workspace, 2, 0.3)
        before = served.get("/comparison", a=a, b=b)["overall"]["b"]
        run = served.workspace.run(b)
        record(run, scenes(0), scenes(3, wrong=0.01), step=2)
        after = served.get("/comparison", a=a, b=b)
        assert after["overall"]["b"] > before
        assert after["b"]["runs"][0]["validation"] == 2


def test_others_do_not_wait_for_comparisons(generated_folder: Path) -> None:
    """The real server answers within moments while comparisons keep all their threads busy."""
    listener = open_socket("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/api/v1"
    with Workspace.open(generated_folder) as workspace:
        a, b = (run.id for run in whole_runs(workspace))
        server = uvicorn.Server(uvicorn.Config(create_app(workspace), log_level="error"))
        serving_thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        serving_thread.start()
        waits: list[float] = []
        try:
            asked = [
                threading.Thread(
                    target=lambda epoch=epoch: httpx.get(
                        f"{address}/comparison", params={"a": a, "b": b, "validation": epoch}, timeout=60
                    )
                )
                for epoch in ("1", "2", "3", "best")
            ]
            with httpx.Client(timeout=60) as client:
                client.get(f"{address}/session")
                for thread in asked:
                    thread.start()
                while any(thread.is_alive() for thread in asked):
                    begun = time.perf_counter()
                    assert client.get(f"{address}/session").status_code == 200
                    waits.append(time.perf_counter() - begun)
                    time.sleep(0.01)
        finally:
            server.should_exit = True
            serving_thread.join(10)
    assert sorted(waits)[len(waits) // 2] < 0.25
