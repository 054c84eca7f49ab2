"""A comparison says what is so, of single runs, of seeds and of folds."""

import json
from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import jaccard_score

from segscope.analysis.compare import CompareOptions, compare
from segscope.errors import UsageError
from segscope.store import Workspace
from tests.analysis.compare.stored_runs import CLASSES, Stored, draw_truth, predict, store_run

TRUTH = draw_truth(40)
WEAK, STRONG = predict(TRUTH, 0.3, seed=1), predict(TRUTH, 0.15, seed=2)
QUICK = CompareOptions(draws=1000)


def sklearn_iou(predictions: dict[str, np.ndarray]) -> np.ndarray:
    truth = np.concatenate([label_map.ravel() for label_map in TRUTH.values()])
    guess = np.concatenate([predictions[image].ravel() for image in TRUTH])
    seen = truth != 255
    iou: np.ndarray = jaccard_score(truth[seen], guess[seen], labels=range(4), average=None)
    return iou


def test_a_clearly_better_run_is_called_better_by_scikit_learns_difference(workspace: Workspace) -> None:
    a, b = store_run(workspace, TRUTH, WEAK), store_run(workspace, TRUTH, STRONG)
    found = compare(a, b, options=QUICK)
    expected = sklearn_iou(STRONG) - sklearn_iou(WEAK)
    assert found.overall.difference == pytest.approx(expected.mean())
    assert [change.name for change in found.classes] == ["floor", "paper", "metal", "glass"]
    assert [change.difference for change in found.classes] == pytest.approx(expected)
    assert found.verdict == "better"
    assert {change.verdict for change in found.classes} == {"better"}
    back = compare(b, a, options=QUICK)
    assert back.verdict == "worse"
    assert back.overall.difference == -found.overall.difference


def test_a_run_against_itself_is_never_better(workspace: Workspace) -> None:
    run = store_run(workspace, TRUTH, WEAK)
    found = compare(run, run, options=QUICK)
    for change in (found.overall, *found.others, *found.classes):
        assert change.verdict == "cannot tell"
        assert (change.difference, change.low, change.high, change.p) == (0, 0, 0, 1)
    assert found.pixels is not None
    assert sum(found.pixels.fixed) == sum(found.pixels.broken) == 0
    assert found.moved == ()
    assert found.kinds == ()


def test_the_order_of_samples_does_not_count(workspace: Workspace) -> None:
    a, b = store_run(workspace, TRUTH, WEAK), store_run(workspace, TRUTH, STRONG)
    shuffled = {image: STRONG[image] for image in sorted(STRONG, reverse=True)}
    c = store_run(workspace, TRUTH, shuffled)
    one, two = (compare(a, other, options=QUICK).to_dict() for other in (b, c))
    for found in (one, two):
        del found["b"]
    assert one == two


def test_twelve_images_are_too_few(workspace: Workspace) -> None:
    images = list(TRUTH)[:12]
    a, b = (store_run(workspace, TRUTH, {i: maps[i] for i in images}) for maps in (WEAK, STRONG))
    found = compare(a, b, options=QUICK)
    assert found.verdict == "too few"
    assert str(found.overall).endswith(", too few images (n = 12) to tell")
    assert not found.to_dict()["overall"]["safe"]


def test_a_class_in_few_images_gets_no_verdict_and_takes_none_from_others(workspace: Workspace) -> None:
    rare = {image: label_map.copy() for image, label_map in TRUTH.items()}
    for number, label_map in enumerate(rare.values()):
        label_map[label_map == 3] = 3 if number < 8 else 0
    weak, strong = predict(rare, 0.3, seed=1), predict(rare, 0.15, seed=2)
    found = compare(store_run(workspace, rare, weak), store_run(workspace, rare, strong), options=QUICK)
    glass = found.classes[3]
    assert (glass.name, glass.n, glass.verdict) == ("glass", 8, "too few")
    assert np.isnan(glass.p)
    assert glass.difference > 0.05
    assert min(change.p for change in found.classes[:3]) == pytest.approx(3 / 1001)


def test_seeds_bring_their_noise_into_the_verdict(workspace: Workspace) -> None:
    # two recipes that differ less than their own seeds do
    wrongs = {"a": (0.10, 0.25, 0.30), "b": (0.09, 0.21, 0.26)}
    sides = {
        label: [
            store_run(workspace, TRUTH, predict(TRUTH, wrong, seed=7), Stored(label, seed))
            for seed, wrong in enumerate(of_side)
        ]
        for label, of_side in wrongs.items()
    }
    found = compare(sides["a"], sides["b"], options=QUICK)
    assert found.verdict == "cannot tell"
    single = compare(sides["a"][1], sides["b"][1], options=QUICK)
    assert single.verdict == "better"
    assert any("noise between seeds is not included" in note for note in single.notes)
    assert any("noise between trainings is part" in note for note in found.notes)
    scores = [run.validations()[-1].scores["miou"] for run in sides["a"]]
    assert found.overall.a == pytest.approx(np.mean(scores))
    assert found.overall.deviation is not None
    assert found.overall.deviation > 0.05
    assert found.pixels is not None
    assert found.pixels.chance is not None
    assert str(found.a) == "A (a, 3 runs)"


def test_a_repeated_training_is_told_from_another_seed(workspace: Workspace) -> None:
    runs = [store_run(workspace, TRUTH, WEAK, Stored(seed=seed)) for seed in (0, 0, 1)]
    other = store_run(workspace, TRUTH, STRONG)
    notes = compare(runs[:2], other, options=QUICK).notes
    assert any(f"{runs[0].id} and {runs[1].id} have the same config and seed" in note for note in notes)
    assert not any("same config" in note for note in compare(runs[1:], other, options=QUICK).notes)


def test_folds_are_put_together(workspace: Workspace) -> None:
    images = list(TRUTH)
    halves = images[::2], images[1::2]
    sides = [
        [
            store_run(workspace, TRUTH, {i: maps[i] for i in half}, Stored(f"{name} {fold}"))
            for fold, half in enumerate(halves)
        ]
        for name, maps in (("weak", WEAK), ("strong", STRONG))
    ]
    found = compare(sides[0], sides[1][::-1], options=QUICK)
    assert found.images == 40
    assert found.overall.difference == pytest.approx((sklearn_iou(STRONG) - sklearn_iou(WEAK)).mean())
    assert any("2 folds" in note for note in found.notes)
    whole = compare(store_run(workspace, TRUTH, WEAK), store_run(workspace, TRUTH, STRONG), options=QUICK)
    assert found.overall.high - found.overall.low > whole.overall.high - whole.overall.low


def test_groups_are_drawn_where_there_are_enough(workspace: Workspace) -> None:
    pairs = {image: image.split("/")[0] for image in TRUTH}
    quarters = {image: str(number // 10) for number, image in enumerate(TRUTH)}
    runs = {
        title: [store_run(workspace, TRUTH, maps, Stored(groups=groups)) for maps in (WEAK, STRONG)]
        for title, groups in (("pairs", pairs), ("quarters", quarters), ("none", None))
    }
    by_pair = compare(*runs["pairs"], options=QUICK)
    assert (by_pair.overall.unit, by_pair.units) == ("group", 20)
    assert "on 40 images in 20 groups" in by_pair.summary
    assert compare(*runs["pairs"], options=replace(QUICK, by="image")).units == 40
    few = compare(*runs["quarters"], options=QUICK)
    assert (few.overall.unit, few.units) == ("image", 40)
    assert any("come from 4 groups" in note for note in few.notes)
    forced = compare(*runs["quarters"], options=replace(QUICK, by="group"))
    assert str(forced.overall).endswith("too few groups (n = 4) to tell")
    with pytest.raises(UsageError, match="knows no groups"):
        compare(*runs["none"], options=replace(QUICK, by="group"))


def test_runs_named_wrongly_are_refused(workspace: Workspace) -> None:
    runs = [store_run(workspace, TRUTH, WEAK, Stored(seed=seed)) for seed in range(3)]
    with pytest.raises(UsageError, match=f"{runs[0].id} is named twice"):
        compare([runs[0], runs[0]], runs[1])
    with pytest.raises(UsageError, match=f"{runs[1].id} stands on both sides"):
        compare(runs[:2], runs[1:])
    with pytest.raises(UsageError, match="at least one run"):
        compare([], runs[1])


@pytest.mark.parametrize("wrong", [{"draws": 10}, {"by": "pixel"}, {"seed": -1}])
def test_options_out_of_range_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(UsageError):
        CompareOptions(**wrong)  # type: ignore[arg-type]


def test_everything_is_plain_json(workspace: Workspace) -> None:
    truth = draw_truth(25, seed=3, present=3)
    a, b = (store_run(workspace, truth, predict(truth, wrong), Stored("종이")) for wrong in (0.2, 0.3))
    plain = json.loads(json.dumps(compare(a, b, options=QUICK).to_dict(), allow_nan=False))
    assert plain["a"]["name"] == "종이"
    assert plain["a"]["runs"][0]["run"] == a.id
    assert {entry["name"] for entry in plain["classes"]} <= set(CLASSES.names[:4])
    assert plain["overall"]["words"] == str(compare(a, b, options=QUICK).overall)
    assert plain["pixels"]["classes"] == list(CLASSES.names)
    assert plain["unit"] == "image"
