"""All classes in one picture: image, ground truth, prediction and errors beside each other."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from segscope.engine.class_set import ClassSet
from segscope.report.confidence import colour_confidence, confidence_legend
from segscope.report.grid import Cell, Row, Section, compose
from segscope.report.legend import LegendEntry, class_legend, error_legend
from segscope.report.options import PanelOptions
from segscope.report.overlay import blend, colourise, error_map
from segscope.report.panel_sample import PanelSample, check_samples, choose_row_height
from segscope.report.picture_scores import picture_iou
from segscope.report.scaling import Picture

_ROW_HEIGHTS = (160, 360)
_DEFAULTS = PanelOptions()


def panel(
    samples: Sequence[PanelSample], class_set: ClassSet, *, options: PanelOptions = _DEFAULTS
) -> Picture:
    """Draw all classes of some samples in one picture.

    Columns: image, ground truth and, where samples have a prediction, prediction and errors (see
    :func:`segscope.report.overlay.error_map`); then confidence where it is given. Each row is named by
    its sample and gives the mean IoU over the classes of the picture, and the weakest of them; without
    predictions two samples share a row. The legend names the classes that occur.

    Args:
        samples: 1 to 200, of any sizes; they are scaled to one row height.
        class_set: Their classes.
        options: Title, row height, opacity, the greatest size.

    Returns:
        (H, W, 3) uint8 RGB.

    Raises:
        UsageError: No samples, or too many.
        LabelMapError: A sample's shapes differ, or a label map holds what is no class.

    Example:
        >>> road = np.zeros((40, 60), dtype=np.uint8)
        >>> sample = PanelSample("a", np.zeros((40, 60, 3), dtype=np.uint8), road, road)
        >>> panel([sample], ClassSet(("road", "car")), options=PanelOptions(row_height=40)).shape[1:]
        (312, 3)
    """
    checked = check_samples(samples, class_set)
    predicted = any(sample.prediction is not None for sample in checked)
    confident = predicted and any(sample.confidence is not None for sample in checked)
    titles = ("Image", "Ground truth", *(("Prediction", "Errors") if predicted else ()))
    titles += ("Confidence",) if confident else ()
    height = choose_row_height(checked, len(titles), options, _ROW_HEIGHTS)
    cells = [_cells(sample.scaled(height), class_set, options.opacity) for sample in checked]
    section = _section(checked, cells, titles, class_set) if predicted else _pairs(checked, cells, titles)
    legend = _legend(checked, class_set) + (error_legend() if predicted else ())
    legend += confidence_legend() if confident else ()
    return compose([section], title=options.title, legend=legend)


def _section(
    samples: Sequence[PanelSample],
    cells: Sequence[tuple[Cell, ...]],
    titles: tuple[str, ...],
    class_set: ClassSet,
) -> Section:
    """Give each sample a row of its own, with its scores."""
    rows = []
    for sample, pictures in zip(samples, cells, strict=True):
        caption = " · ".join(filter(None, (_score_line(sample, class_set), sample.caption)))
        rows.append(Row(pictures, sample.id, caption))
    return Section(tuple(rows), titles)


def _pairs(
    samples: Sequence[PanelSample], cells: Sequence[tuple[Cell, ...]], titles: tuple[str, ...]
) -> Section:
    """Put two samples in a row where there is no prediction, so that a batch is no tall ribbon."""
    named = [
        (replace(pictures[0], title=sample.id, subtitle=sample.caption), *pictures[1:])
        for sample, pictures in zip(samples, cells, strict=True)
    ]
    step = 1 if len(named) == 1 else 2
    rows = tuple(Row(tuple(chain(*named[i : i + step]))) for i in range(0, len(named), step))
    return Section(rows, titles * step)


def _cells(sample: PanelSample, class_set: ClassSet, opacity: float) -> tuple[Cell, ...]:
    pictures = [sample.image]
    label_maps = [sample.ground_truth] + ([] if sample.prediction is None else [sample.prediction])
    pictures += [blend(sample.image, colourise(labels, class_set), opacity) for labels in label_maps]
    if sample.prediction is not None:
        pictures.append(error_map(sample.ground_truth, sample.prediction, class_set, image=sample.image))
    if sample.confidence is not None:
        pictures.append(colour_confidence(sample.confidence))
    return tuple(Cell(picture) for picture in pictures)


def _score_line(sample: PanelSample, class_set: ClassSet) -> str:
    if sample.prediction is None:
        return ""
    iou = picture_iou(sample.ground_truth, sample.prediction, class_set)
    if np.isnan(iou).all():
        return "every pixel is ignored"
    weakest = int(np.nanargmin(iou))
    return f"mIoU {np.nanmean(iou):.3f} · weakest: {class_set.names[weakest]} {iou[weakest]:.3f}"


def _legend(samples: Sequence[PanelSample], class_set: ClassSet) -> tuple[LegendEntry, ...]:
    occurs = np.zeros(class_set.ignore + 1, dtype=np.bool_)
    for sample in samples:
        for labels in (sample.ground_truth, sample.prediction):
            if labels is not None:
                occurs |= np.bincount(labels.ravel(), minlength=class_set.ignore + 1) > 0
    indices = np.flatnonzero(occurs[: class_set.num_classes])
    return class_legend(class_set, indices.tolist(), ignored=bool(occurs[class_set.ignore]))
