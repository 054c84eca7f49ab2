"""Panels of single classes: true, false and missed pixels over a dimmed picture.

The three are told apart by colour, by lightness and by texture, so that they can be read with colour
blindness and in a grey print: true is plain bluish green, false is orange with rising stripes, missed
is dark magenta with dots.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from segscope.engine.class_set import ClassSet
from segscope.errors import UsageError
from segscope.report.class_states import FALSE, MISSED, TRUE, States, class_states
from segscope.report.grid import Cell, Row, Section, compose
from segscope.report.legend import SWATCH, LegendEntry
from segscope.report.options import PanelOptions
from segscope.report.overlay import dimmed, hatch_ignored
from segscope.report.panel_sample import PanelSample, check_samples, choose_row_height
from segscope.report.picture_scores import picture_iou
from segscope.report.scaling import Picture
from segscope.report.state_painter import StatePainter, state_swatch

_ROW_HEIGHTS = (160, 360)
_SMALL_ROW_HEIGHTS = (96, 180)
_MOST_COLUMNS = 16  # beyond, classes go on in a further block of rows
_ALL_SHOWN = 24  # with more classes than this, only those that occur get a pane
_DEFAULTS = PanelOptions()


def class_panel(
    samples: Sequence[PanelSample],
    class_index: int,
    class_set: ClassSet,
    *,
    options: PanelOptions = _DEFAULTS,
) -> Picture:
    """Draw one class of some samples: a row each, the picture and the class's pixels.

    Args:
        samples: 1 to 200, all with a prediction, of any sizes.
        class_index: The class.
        class_set: The classes.
        options: Row height and the greatest size; the title, where there is none, is the class's name.

    Returns:
        (H, W, 3) uint8 RGB.

    Raises:
        UsageError: No such class, no samples, or a sample without prediction.
        LabelMapError: A sample's shapes differ, or a label map holds what is no class.
    """
    checked = _check(samples, class_set, [class_index])
    height = choose_row_height(checked, 2, options, _ROW_HEIGHTS)
    rows = []
    for sample in checked:
        iou = picture_iou(sample.ground_truth, _prediction(sample), class_set)[class_index]
        shown = sample.scaled(height)
        cells = (Cell(shown.image), *(Cell(pane) for pane in _panes(shown, [class_index], class_set)))
        caption = " · ".join(filter(None, (_iou_text(iou), sample.caption)))
        rows.append(Row(cells, sample.id, caption))
    name = class_set.names[class_index]
    section = Section(tuple(rows), ("Image", "True, false and missed"))
    return compose([section], title=options.title or name, legend=state_legend(checked, class_set))


def all_class_panels(
    samples: Sequence[PanelSample],
    class_set: ClassSet,
    *,
    classes: Sequence[int] | None = None,
    options: PanelOptions = _DEFAULTS,
) -> Picture:
    """Draw every class of some samples: a row a sample, a column a class.

    Args:
        samples: 1 to 200, all with a prediction, of any sizes.
        class_set: The classes.
        classes: The class indices to draw; None draws all of up to 24 classes, and of more those that
            occur. Beyond 16 columns the classes go on in a further block of rows.
        options: Title, row height, the greatest size.

    Returns:
        (H, W, 3) uint8 RGB.

    Raises:
        UsageError: No such class, no samples, or a sample without prediction.
        LabelMapError: A sample's shapes differ, or a label map holds what is no class.

    Example:
        >>> car = np.ones((100, 120), dtype=np.uint8)
        >>> sample = PanelSample("a", np.zeros((100, 120, 3), dtype=np.uint8), car, car)
        >>> all_class_panels([sample], ClassSet(("road", "car"))).shape[1:]
        (404, 3)
    """
    checked = _check(samples, class_set, classes or ())
    iou = [picture_iou(sample.ground_truth, _prediction(sample), class_set) for sample in checked]
    drawn = list(classes) if classes is not None else _drawn_classes(iou, class_set)
    height = choose_row_height(checked, 1 + len(drawn), options, _SMALL_ROW_HEIGHTS)
    shown = [sample.scaled(height) for sample in checked]
    blocks = [drawn[i : i + _MOST_COLUMNS] for i in range(0, max(1, len(drawn)), _MOST_COLUMNS)]
    sections = [
        Section(
            rows=tuple(
                Row(_captioned(sample, block, scores, class_set), sample.id, sample.caption)
                for sample, scores in zip(shown, iou, strict=True)
            ),
            column_titles=("Image", *(class_set.names[index] for index in block)),
        )
        for block in blocks
    ]
    return compose(sections, title=options.title, legend=state_legend(checked, class_set))


def state_legend(samples: Sequence[PanelSample], class_set: ClassSet) -> tuple[LegendEntry, ...]:
    """Make the legend of the three states, and of ignored pixels where there are any."""
    words = {TRUE: "true", FALSE: "false (another class)", MISSED: "missed"}
    entries = tuple(LegendEntry(state_swatch(state, SWATCH), label) for state, label in words.items())
    if any((sample.ground_truth == class_set.ignore).any() for sample in samples):
        swatch = dimmed(np.full((SWATCH, SWATCH, 3), 128, dtype=np.uint8))
        hatch_ignored(swatch, np.ones((SWATCH, SWATCH), dtype=np.bool_))
        entries += (LegendEntry(swatch, "ignored"),)
    return entries


def _captioned(
    sample: PanelSample, classes: Sequence[int], iou: NDArray[np.float64], class_set: ClassSet
) -> tuple[Cell, ...]:
    panes = _panes(sample, classes, class_set)
    captions = [_iou_text(iou[index]) for index in classes]
    return (
        Cell(sample.image),
        *(Cell(pane, subtitle=caption) for pane, caption in zip(panes, captions, strict=True)),
    )


def _panes(sample: PanelSample, classes: Sequence[int], class_set: ClassSet) -> list[Picture]:
    base = dimmed(sample.image)
    hatch_ignored(base, sample.ground_truth == class_set.ignore)
    painter = StatePainter(base)
    states: States = class_states(sample.ground_truth, _prediction(sample), class_set, classes=classes)
    return [painter.paint(plane) for plane in states]


def _prediction(sample: PanelSample) -> NDArray[np.uint8] | NDArray[np.uint16]:
    if sample.prediction is None:
        raise UsageError(f"sample {sample.id!r} has no prediction: class panels compare it with the truth.")
    return sample.prediction


def _drawn_classes(iou: Sequence[NDArray[np.float64]], class_set: ClassSet) -> list[int]:
    if class_set.num_classes <= _ALL_SHOWN:
        return list(range(class_set.num_classes))
    occurs = ~np.isnan(np.stack(iou)).all(axis=0)
    return [int(index) for index in np.flatnonzero(occurs)]


def _iou_text(iou: float) -> str:
    return "absent" if np.isnan(iou) else f"IoU {iou:.3f}"


def _check(samples: Sequence[PanelSample], class_set: ClassSet, classes: Sequence[int]) -> list[PanelSample]:
    for index in classes:
        if not 0 <= index < class_set.num_classes:
            raise UsageError(
                f"there is no class {index}: give an index from 0 to {class_set.num_classes - 1}."
            )
    return check_samples(samples, class_set)
