"""The folds of a training as people read them: one line a fold, mean ± scatter, and each class."""

import math
from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from segscope.analysis.fold_scores import FoldScores, mean_over_folds, scatter_over_folds
from segscope.cli.figures_table import add_figures, figures_table


def fold_renderables(scores: FoldScores) -> Iterator[RenderableType]:
    """Give the table of folds and the table of classes."""
    yield _table_of_folds(scores)
    yield _table_of_classes(scores)


def _table_of_folds(scores: FoldScores) -> Table:
    table = figures_table("fold")
    table.add_column("run", no_wrap=True)
    add_figures(table, "pictures", "epoch", "mIoU", "per image", "Boundary IoU")
    for index, fold in enumerate(scores.folds):
        cells = [_score(value) for value in scores.scores[index]]
        counts = (f"{scores.images[index]:,}", str(scores.epochs[index]))
        table.add_row(str(fold), scores.runs[index], *counts, *cells)
    table.add_section()
    means, scatters = mean_over_folds(scores.scores), scatter_over_folds(scores.scores)
    table.add_row("mean", "", f"{sum(scores.images):,}", "", *map(_score, means), style="bold")
    table.add_row("± sd", "", "", "", *map(_score, scatters))
    return table


def _table_of_classes(scores: FoldScores) -> Table:
    table = figures_table("class")
    add_figures(table, "IoU, mean ± sd", "lowest", "highest")
    means, scatters = mean_over_folds(scores.iou), scatter_over_folds(scores.iou)
    for index, name in enumerate(scores.class_names):
        known = [value for value in scores.iou[:, index] if not math.isnan(value)]
        ends = (_score(min(known)), _score(max(known))) if known else ("", "")
        table.add_row(Text(name), _with_scatter(means[index], scatters[index]), *ends)
    return table


def _score(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.3f}"


def _with_scatter(mean: float, scatter: float) -> str:
    if math.isnan(mean):
        return "in no fold"
    return _score(mean) if math.isnan(scatter) else f"{mean:.3f} ± {scatter:.3f}"
