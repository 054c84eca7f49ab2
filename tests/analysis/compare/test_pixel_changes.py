"""Pixels fixed and broken, against numpy on the label maps."""

from itertools import permutations, product

import numpy as np
import pytest
from numpy.typing import NDArray

from segscope.analysis.compare import CompareOptions, compare
from segscope.errors import NotComparableError
from segscope.store import Run, Workspace
from segscope.store.prediction_files import label_map_path, write_label_map
from tests.analysis.compare.stored_runs import CLASSES, Maps, Stored, draw_truth, predict, store_run

TRUTH = draw_truth(22)
WEAK, STRONG = predict(TRUTH, 0.3, seed=1), predict(TRUTH, 0.15, seed=2)
QUICK = CompareOptions(draws=300)


def joined(maps: Maps, images: list[str]) -> NDArray[np.uint8]:
    return np.concatenate([maps[image].ravel() for image in images])


@pytest.mark.parametrize("kept", [22, 5])
def test_they_are_those_of_the_kept_label_maps(workspace: Workspace, kept: int) -> None:
    images = list(TRUTH)[:kept]
    a = store_run(workspace, TRUTH, WEAK, Stored(keep=images))
    found = compare(a, store_run(workspace, TRUTH, STRONG), options=QUICK).pixels
    truth, weak, strong = (joined(maps, images) for maps in (TRUTH, WEAK, STRONG))
    assert found is not None
    assert (found.images, found.of, found.chance) == (kept, 22, None)
    for index in range(CLASSES.num_classes):
        of_class, before, after = truth == index, weak == truth, strong == truth
        assert found.fixed[index] == (of_class & ~before & after).sum()
        assert found.broken[index] == (of_class & before & ~after).sum()
        assert found.still_wrong[index] == (of_class & ~before & ~after).sum()
    assert all(isinstance(pixels, int) for pixels in found.fixed)


@pytest.mark.parametrize("runs", [(3, 2), (2, 1), (17, 15)])
def test_several_runs_give_the_mean_over_all_their_pairs(workspace: Workspace, runs: tuple[int, int]) -> None:
    small = dict(list(TRUTH.items())[:2])
    sides = [
        [predict(small, wrong, seed=10 * place + seed) for seed in range(number)]
        for place, (number, wrong) in enumerate(zip(runs, (0.3, 0.2), strict=True))
    ]
    stored = [
        [store_run(workspace, small, maps, Stored(label, seed)) for seed, maps in enumerate(side)]
        for label, side in zip("ab", sides, strict=True)
    ]
    found = compare(*stored, options=QUICK).pixels
    assert found is not None
    truth = joined(small, list(small))
    right = [[joined(maps, list(small)) == truth for maps in side] for side in sides]
    within = [pair for side in right for pair in permutations(side, 2)]
    for index in range(CLASSES.num_classes):
        one = truth == index
        pairs = [(a[one], b[one]) for a, b in product(*right)]
        assert found.fixed[index] == pytest.approx(np.mean([(~a & b).sum() for a, b in pairs]))
        assert found.broken[index] == pytest.approx(np.mean([(a & ~b).sum() for a, b in pairs]))
        assert found.still_wrong[index] == pytest.approx(np.mean([(~a & ~b).sum() for a, b in pairs]))
        assert found.chance is not None
        assert found.chance[index] == pytest.approx(np.mean([(~a & b)[one].sum() for a, b in within]))


def test_folds_are_put_together(workspace: Workspace) -> None:
    images = list(TRUTH)

    def folds(maps: Maps) -> list[Run]:
        halves = [{i: maps[i] for i in images[part::2]} for part in range(2)]
        return [store_run(workspace, TRUTH, half, Stored(f"fold {part}")) for part, half in enumerate(halves)]

    found = compare(folds(WEAK), folds(STRONG), options=QUICK).pixels
    whole = compare(
        store_run(workspace, TRUTH, WEAK), store_run(workspace, TRUTH, STRONG), options=QUICK
    ).pixels
    assert found == whole


def test_there_are_none_without_label_maps_or_where_they_are_not_wanted(workspace: Workspace) -> None:
    a, b = store_run(workspace, TRUTH, WEAK), store_run(workspace, TRUTH, STRONG)
    assert compare(a, b, options=CompareOptions(draws=300, pixels=False)).pixels is None
    c = store_run(workspace, TRUTH, STRONG, Stored(keep=[]))
    assert compare(a, c, options=QUICK).pixels is None


def test_a_label_map_of_another_size_is_named(workspace: Workspace) -> None:
    a, b = store_run(workspace, TRUTH, WEAK), store_run(workspace, TRUTH, STRONG)
    image = "scene 2/005"
    path = label_map_path(b.validations()[0].predictions_folder, image)
    write_label_map(path, STRONG[image][:24], CLASSES)
    with pytest.raises(
        NotComparableError, match="'scene 2/005' has 48×24 pixels, and its ground truth 48×48"
    ):
        compare(a, b, options=QUICK)
