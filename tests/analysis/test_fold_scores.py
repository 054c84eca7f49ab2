"""Scores over folds: numpy's own mean and deviation, with classes that some folds lack."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segscope.analysis.fold_scores import fold_scores, mean_over_folds, scatter_over_folds
from segscope.errors import UsageError
from segscope.store import Workspace
from tests.analysis.compare.stored_runs import Stored, draw_truth, predict, store_run


@given(st.integers(0, 1000))
def test_mean_and_scatter_are_those_of_the_folds_that_have_a_score(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.random((5, 6))
    values[rng.random((5, 6)) < 0.4] = np.nan

    means, scatters = mean_over_folds(values), scatter_over_folds(values)

    for column in range(6):
        known = values[:, column][np.isfinite(values[:, column])]
        assert means[column] == pytest.approx(known.mean() if len(known) else np.nan, nan_ok=True)
        assert scatters[column] == pytest.approx(known.std(ddof=1) if len(known) > 1 else np.nan, nan_ok=True)


def test_the_folds_of_stored_runs_are_read_at_their_best(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    truth = draw_truth(6)
    with Workspace.open(tmp_path_factory.mktemp("w")) as workspace:
        runs = []
        for fold in range(3):
            part = {image: truth[image] for image in list(truth)[2 * fold : 2 * fold + 2]}
            how = Stored("base", config={"data": {"val": "val", "fold": fold}}, epochs=(1, 2))
            runs.append(store_run(workspace, truth, predict(part, 0.1, seed=fold), how))

        scores = fold_scores(runs)

        best = [run.validations()[-1].scores for run in runs]
    assert (scores.folds, scores.epochs, scores.images) == ((0, 1, 2), (2, 2, 2), (2, 2, 2))
    content = scores.to_dict()
    mious = [score["miou"] for score in best]
    assert content["mean"]["miou"] == pytest.approx(np.mean(mious))
    assert content["sd"]["miou"] == pytest.approx(np.std(mious, ddof=1))
    assert content["mean"]["iou"]["never"] is None
    assert [row["run"] for row in content["folds"]] == [run.id for run in runs]


def test_no_run_is_refused() -> None:
    with pytest.raises(UsageError, match="name at least one run"):
        fold_scores([])
