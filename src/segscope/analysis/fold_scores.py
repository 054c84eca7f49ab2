"""The folds of one recipe side by side: each fold's scores, their mean and their scatter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.analysis.compare.sources import choose_validation
from segscope.errors import UsageError
from segscope.store.runs import Run

FOLD_SCORES = ("miou", "miou_per_image", "boundary_iou")
"""What is shown of each fold."""


@dataclass(frozen=True, eq=False)
class FoldScores:
    """Scores of F runs, one a fold, each at its best validation.

    Attributes:
        folds: The fold of each run.
        runs: Its id.
        epochs: The epoch of the validation.
        images: Pictures that it validated on.
        scores: (F, S) the scores named by :data:`FOLD_SCORES`; NaN where there is none.
        iou: (F, K) IoU of each class; NaN for a class that is in neither map of a fold.
        class_names: K names.
    """

    folds: tuple[int, ...]
    runs: tuple[str, ...]
    epochs: tuple[int, ...]
    images: tuple[int, ...]
    scores: NDArray[np.float64]
    iou: NDArray[np.float64]
    class_names: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give plain values, NaN as None; ``sd`` is the sample's standard deviation over folds."""
        rows = [
            {"fold": fold, "run": run, "epoch": epoch, "images": images, **_named(FOLD_SCORES, values)}
            for fold, run, epoch, images, values in zip(
                self.folds, self.runs, self.epochs, self.images, self.scores, strict=True
            )
        ]
        summary: dict[str, Any] = {}
        for name, of in (("mean", mean_over_folds), ("sd", scatter_over_folds)):
            iou = _named(self.class_names, of(self.iou))
            summary[name] = {**_named(FOLD_SCORES, of(self.scores)), "iou": iou}
        return {"folds": rows, **summary}


def fold_scores(runs: Sequence[Run]) -> FoldScores:
    """Gather the scores of runs that were trained on the folds of one split file.

    Raises:
        UsageError: There is no run.
        StoreError: A run has no validation yet.
    """
    if not runs:
        raise UsageError("there is no fold to show: name at least one run.")
    chosen = [choose_validation(run) for run in runs]
    scores = [one.validation.scores for one in chosen]
    return FoldScores(
        folds=tuple(int(run.config.get("data", {}).get("fold") or 0) for run in runs),
        runs=tuple(run.id for run in runs),
        epochs=tuple(one.validation.key.epoch for one in chosen),
        images=tuple(one.validation.num_images for one in chosen),
        scores=np.array([[score[name] for name in FOLD_SCORES] for score in scores], dtype=np.float64),
        iou=np.array([score["per_class"]["iou"] for score in scores], dtype=np.float64),
        class_names=tuple(runs[0].class_set.names),
    )


def mean_over_folds(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the mean of each column over the folds that have it; NaN where none has.

    Example:
        >>> mean_over_folds(np.array([[0.2, np.nan], [0.4, 0.5]])).round(3).tolist()
        [0.3, 0.5]
    """
    known = np.isfinite(values)
    count = known.sum(axis=0)
    sums = np.where(known, values, 0.0).sum(axis=0)
    means: NDArray[np.float64] = np.divide(sums, count, out=np.full(values.shape[1], np.nan), where=count > 0)
    return means


def scatter_over_folds(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the standard deviation (n − 1) of each column over the folds that have it; NaN below two.

    Example:
        >>> scatter_over_folds(np.array([[0.2, 0.1], [0.4, np.nan]])).round(4).tolist()
        [0.1414, nan]
    """
    known = np.isfinite(values)
    count = known.sum(axis=0)
    squares = np.where(known, values - mean_over_folds(values), 0.0) ** 2
    variance = np.divide(
        squares.sum(axis=0), count - 1, out=np.full(values.shape[1], np.nan), where=count > 1
    )
    scatter: NDArray[np.float64] = np.sqrt(variance)
    return scatter


def _named(names: Sequence[str], values: NDArray[np.float64]) -> dict[str, float | None]:
    return {
        name: None if np.isnan(value) else float(value) for name, value in zip(names, values, strict=True)
    }
