"""A picture worth talking about, as panes beside each other: picture, truth, prediction, errors."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from segscope.analysis.label_suspects import Box
from segscope.analysis.meeting import TalkPicture
from segscope.analysis.meeting.spots import Maps
from segscope.data.faults import FileFault
from segscope.data.picture_files import read_picture
from segscope.data.picture_view import rgb_view
from segscope.engine.class_set import ClassSet, LabelMap
from segscope.report.grid import Cell, Row, Section, compose
from segscope.report.hatch import falling_stripes
from segscope.report.legend import LegendEntry, class_legend, error_legend
from segscope.report.meeting.window import window_around
from segscope.report.object_crops import OUTLINE
from segscope.report.overlay import error_map, overlay
from segscope.report.scaling import Picture, Size, Value, fit, scale_labels, scale_photo

PaneKind = Literal["whole", "picture", "truth", "before", "prediction", "errors"]

_PANE: Size = (360, 480)
_COLUMNS = 3
_OPACITY = 0.65
_MISSING_GREY, _MISSING_STRIPE = 226, 206
_SHADOW = (20, 20, 20)


@dataclass(frozen=True)
class Pane:
    """One pane: what it shows, and its (H, W, 3) uint8 pixels."""

    kind: PaneKind
    picture: Picture


@dataclass(frozen=True)
class Panes:
    """All panes of a picture.

    Attributes:
        panes: In the order to be looked at; empty where neither picture nor label maps are there.
        classes: Indices of the classes that occur in what is shown.
        class_set: The run's classes.
        is_missing: Whether the picture's file is not where it was.
        has_maps: Whether ground truth and prediction are kept.
    """

    panes: tuple[Pane, ...]
    classes: tuple[int, ...]
    class_set: ClassSet
    is_missing: bool
    has_maps: bool


def draw_panes(talk: TalkPicture) -> Panes:
    """Draw the panes of a picture, cut out around its spot.

    Raises:
        StoreError: A stored label map is damaged.
    """
    maps, class_set = talk.maps(), talk.at.run.class_set
    photo = _read_photo(talk, None if maps is None else maps.truth.shape)
    if maps is None:
        alone = () if photo is None else (Pane("picture", scale_photo(photo, fit(photo.shape[:2], _PANE))),)
        return Panes(alone, (), class_set, photo is None, False)
    size = maps.truth.shape
    window = (0, 0, *size) if talk.box is None else window_around(talk.box, size)
    drawn = _Cut(photo if photo is not None else _missing(size), window, talk.box)
    panes = list(drawn.photos())
    panes += _label_panes(drawn, maps, class_set)
    shown = (
        (maps.truth, maps.prediction) if maps.before is None else (maps.truth, maps.prediction, maps.before)
    )
    values = np.unique(np.concatenate([drawn.cut(labels).ravel() for labels in shown]))
    classes = tuple(int(value) for value in values if value < class_set.num_classes)
    return Panes(tuple(panes), classes, class_set, photo is None, True)


def panel_of(panes: Panes, titles: Sequence[str], errors: str) -> Picture:
    """Lay the panes out as one picture with a legend, three in a row.

    Args:
        panes: At least one.
        titles: Of each pane.
        errors: What the legend calls the stripes of errors.
    """
    cells = [Cell(pane.picture, title) for pane, title in zip(panes.panes, titles, strict=True)]
    columns = 2 if len(cells) == 4 else _COLUMNS
    rows = tuple(Row(tuple(cells[start : start + columns])) for start in range(0, len(cells), columns))
    if not panes.has_maps:
        return compose([Section(rows)])
    stripes = (LegendEntry(entry.swatch, errors) for entry in error_legend())
    return compose([Section(rows)], legend=(*class_legend(panes.class_set, panes.classes), *stripes))


class _Cut:
    """A window of a picture, at the size at which it is shown."""

    def __init__(self, photo: Picture, window: Box, box: Box | None) -> None:
        self._photo, self._window, self._box = photo, window, box
        self._size = fit((window[2] - window[0], window[3] - window[1]), _PANE)
        self.photo = scale_photo(self.cut(photo), self._size)

    def cut(self, array: NDArray[Value]) -> NDArray[Value]:
        top, left, bottom, right = self._window
        return array[top:bottom, left:right]

    def labels(self, label_map: LabelMap) -> LabelMap:
        wide: LabelMap = scale_labels(self.cut(label_map), self._size)  # type: ignore[assignment]
        return wide

    def photos(self) -> tuple[Pane, ...]:
        """Give the window with the spot's outline, and where it lies, if it is not all of the picture."""
        near = Pane("picture", _outlined(self.photo, self._window, self._box))
        whole = (0, 0, *self._photo.shape[:2])
        if self._window == whole:
            return (near,)
        small = scale_photo(self._photo, fit(self._photo.shape[:2], _PANE))
        return Pane("whole", _outlined(small, whole, self._window)), near


def _label_panes(drawn: _Cut, maps: Maps, class_set: ClassSet) -> list[Pane]:
    truth, prediction = drawn.labels(maps.truth), drawn.labels(maps.prediction)
    panes = [Pane("truth", _over(drawn.photo, truth, class_set))]
    if maps.before is not None:
        panes.append(Pane("before", _over(drawn.photo, drawn.labels(maps.before), class_set)))
    panes.append(Pane("prediction", _over(drawn.photo, prediction, class_set)))
    panes.append(Pane("errors", error_map(truth, prediction, class_set, image=drawn.photo)))
    return panes


def _over(photo: Picture, labels: LabelMap, class_set: ClassSet) -> Picture:
    return overlay(photo, labels, class_set, _OPACITY)


def _outlined(picture: Picture, window: Box, box: Box | None) -> Picture:
    """Draw the outline of a box, given in the picture's pixels, on what the window shows."""
    if box is None:
        return picture
    image = Image.fromarray(picture)
    scale = image.height / (window[2] - window[0]), image.width / (window[3] - window[1])
    top, bottom = ((box[i] - window[0]) * scale[0] for i in (0, 2))
    left, right = ((box[i] - window[1]) * scale[1] for i in (1, 3))
    pen = ImageDraw.Draw(image)
    for grow, width, colour in ((2, 4, _SHADOW), (1, 2, OUTLINE)):
        pen.rectangle(
            (left - grow, top - grow, right + grow - 1, bottom + grow - 1), outline=colour, width=width
        )
    return np.asarray(image)


def _read_photo(talk: TalkPicture, size: Size | None) -> Picture | None:
    """Read the picture's file; None where it has moved, or is another picture now."""
    rows = talk.at.run.samples(talk.at.validation.key.split)
    path = next((row.image_path for row in rows if row.id == talk.sample), None)
    if path is None:
        return None
    try:
        photo = rgb_view(read_picture(Path(path), None if size is None else lambda: size, wanted=None))
    except FileFault:
        return None
    return photo if size is None or photo.shape[:2] == size else None


def _missing(size: Size) -> Picture:
    """Make what stands for a picture that is not there: pale stripes."""
    picture = np.full((*size, 3), _MISSING_GREY, dtype=np.uint8)
    picture[falling_stripes(*size)] = _MISSING_STRIPE
    return picture
