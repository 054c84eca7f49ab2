"""Pixels fixed and broken, against numpy on the label maps."""

import numpy as np
import pytest

from segscope.analysis.compare import CompareOptions, compare
from segscope.errors import NotComparableError
from segscope.store import Workspace
from segscope.store.prediction_files import label_map_path, write_label_map
from tests.analysis.compare.stored_runs import CLASSES, Stored, draw_truth, predict, store_run

TRUTH = draw_truth(22)
WEAK, STRONG = predict(TRUTH, 0.3, seed=1), predict(TRUTH, 0.15, seed=2)
QUICK = CompareOptions(draws=300)


@pytest.mark.parametrize("kept", [22, 5])
def test_they_are_those_of_the_kept_label_maps(workspace: Workspace, kept: int) -> None:
    images = list(TRUTH)[:kept]
    a = store_run(workspace, TRUTH, WEAK, Stored(keep=images))
    found = compare(a, store_run(workspace, TRUTH, STRONG), options=QUICK).pixels
    truth, weak, strong = (np.concatenate([m[i].ravel() for i in images]) for m in (TRUTH, WEAK, STRONG))
    assert found is not None
    assert (found.images, found.of) == (kept, 22)
    for index in range(CLASSES.num_classes):
        of_class, before, after = truth == index, weak == truth, strong == truth
        assert found.fixed[index] == (of_class & ~before & after).sum()
        assert found.broken[index] == (of_class & before & ~after).sum()
        assert found.still_wrong[index] == (of_class & ~before & ~after).sum()


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
