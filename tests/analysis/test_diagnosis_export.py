"""The exported figures against scikit-learn, and gains against repairing the pixels themselves."""

import json
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import accuracy_score, confusion_matrix, jaccard_score, recall_score

from segscope.analysis.diagnosis import diagnose
from segscope.analysis.diagnosis_export import export_diagnosis
from segscope.engine import count
from segscope.engine.class_set import ClassSet
from segscope.engine.count_tables import CountTables

CLASSES = ClassSet(("a", "b", "c", "never"), ids=(3, 1, 2, 0), ignore_id=255)
Map = NDArray[np.uint8]


@pytest.fixture(scope="module")
def pairs() -> list[tuple[Map, Map]]:
    rng = np.random.default_rng(4)
    drawn = []
    for _ in range(3):
        truth = np.kron(rng.integers(0, 3, (5, 6)), np.ones((12, 12))).astype(np.uint8)
        guess = np.roll(truth, 1, axis=1)
        guess[20:30, 10:40] = 1
        guess[:3, :9] = 255
        truth[-4:] = 255
        drawn.append((truth, guess))
    return drawn


def export(pairs: list[tuple[Map, Map]]) -> dict[str, object]:
    counts = [count(truth, guess, num_classes=4, ignore=255) for truth, guess in pairs]
    tables = CountTables.from_counts([str(i) for i in range(len(pairs))], counts)
    figures = export_diagnosis(tables, diagnose(tables, CLASSES), CLASSES, frame="boundary")
    plain: dict[str, object] = json.loads(json.dumps(figures, allow_nan=False))
    return plain


def test_scores_and_confusion_are_scikit_learns(pairs: list[tuple[Map, Map]]) -> None:
    truth = np.concatenate([truth.ravel() for truth, _ in pairs])
    guess = np.concatenate([guess.ravel() for _, guess in pairs])
    truth, guess = truth[truth != 255], guess[truth != 255]
    figures = export(pairs)

    matrix = confusion_matrix(truth, guess, labels=[0, 1, 2, 3])
    iou = jaccard_score(truth, guess, labels=[0, 1, 2], average=None)
    assert figures["images"] == 3
    assert figures["classes"] == ["a", "b", "c", "never"]
    assert (figures["ignore"], figures["frame"]) == (255, "boundary")
    assert figures["confusion"] == matrix.tolist()
    assert figures["unpredicted"] == [int(((truth == i) & (guess == 255)).sum()) for i in range(4)]
    scores, per_class = figures["scores"], figures["per_class"]
    assert isinstance(scores, dict)
    assert isinstance(per_class, list)
    assert scores["miou"] == pytest.approx(iou.mean())
    assert scores["pixel_accuracy"] == pytest.approx(accuracy_score(truth, guess))
    assert {"miou_per_image", "boundary_iou"} < set(scores)
    recall = recall_score(truth, guess, labels=[0, 1, 2], average=None)
    assert scores["recall"] == pytest.approx(recall.mean())
    for index, entry in enumerate(per_class[:3]):
        assert entry["recall"] == pytest.approx(recall[index])
        assert (entry["class"], entry["class_id"]) == (CLASSES.names[index], CLASSES.ids[index])
        assert entry["iou"] == pytest.approx(iou[index])
        assert entry["tp"] == matrix[index, index]
        assert sum(entry[f"fp_{k}"] for k in ("boundary", "extent", "segment")) == (
            matrix[:, index].sum() - matrix[index, index]
        )
    assert per_class[3]["iou"] is None


def test_gains_are_what_repairing_the_pixels_gives(pairs: list[tuple[Map, Map]]) -> None:
    """All wrong pixels of a class, of whatever kind, are found here without the engine's kinds."""
    figures = export(pairs)
    before = _miou(pairs)
    pair_gains = figures["pair_gains"]
    assert isinstance(pair_gains, list)
    for entry in pair_gains:
        first, second = (CLASSES.names.index(name) for name in entry["classes"])
        repaired = []
        for truth, guess in pairs:
            swapped = ((truth == first) & (guess == second)) | ((truth == second) & (guess == first))
            repaired.append((truth, np.where(swapped, truth, guess).astype(np.uint8)))
        assert entry["miou_gain"] == pytest.approx(_miou(repaired) - before)
    gains = figures["gains"]
    assert isinstance(gains, list)
    assert {entry["error"] for entry in gains} <= {"boundary", "extent", "segment"}
    assert [entry["miou_gain"] for entry in gains] == sorted((e["miou_gain"] for e in gains), reverse=True)


def test_intervals_flows_and_worst_images_stand_by_name(pairs: list[tuple[Map, Map]]) -> None:
    figures: Any = export(pairs)
    assert figures["intervals"]["miou"]["n"] == 3
    assert figures["intervals"]["miou"]["unsafe"]
    assert figures["intervals"]["miou"]["low"] < figures["scores"]["miou"]
    matrix = np.array(figures["confusion"])
    for flow in figures["flows"]:
        row = CLASSES.names.index(flow["true"])
        if flow["predicted"] is None:
            assert flow["pixels"] == figures["unpredicted"][row]
        else:
            assert flow["pixels"] == matrix[row, CLASSES.names.index(flow["predicted"])]
        assert flow["words"].startswith(f"{flow['true']} → {flow['predicted'] or 'no class'}: ")
    assert {tuple(sorted(pair["classes"])) for pair in figures["worst_of_pairs"]} == {
        tuple(sorted((flow["true"], flow["predicted"]))) for flow in figures["flows"] if flow["predicted"]
    }
    for entry in figures["per_class"][:3]:
        assert entry["interval"]["low"] < entry["iou"] < entry["interval"]["high"]
        assert entry["intervals"]["iou"] == entry["interval"]
        for name in ("dice", "precision", "recall", "boundary_iou", "boundary_f1", "trimap_iou"):
            interval = entry["intervals"][name]
            assert interval["low"] < entry[name] < interval["high"]
            assert 0 < entry[f"{name}_per_image"] < 1
            assert interval["unsafe"]
        assert sorted(image["image"] for image in entry["worst"]) == ["0", "1", "2"]
        assert set(entry["worst_by_kind"]) == {"boundary", "extent", "segment"}
        assert all(image["reason"] for image in entry["worst"])
    assert [image["image"] for image in figures["worst_images"]]


def _miou(pairs: list[tuple[Map, Map]]) -> float:
    truth = np.concatenate([truth[truth != 255] for truth, _ in pairs])
    guess = np.concatenate([guess[truth != 255] for truth, guess in pairs])
    return float(jaccard_score(truth, guess, labels=[0, 1, 2], average="macro"))
