"""Contact sheets of the clusters: the most typical objects of each, and the least."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from segscope.config.unknown_file import save_unknown_file
from segscope.data.picture_view import rgb_view
from segscope.errors import UsageError
from segscope.report.grid import Cell, Row, Section, compose
from segscope.report.object_crops import object_crop
from segscope.report.scaling import Picture, Size
from segscope.report.show import save_png
from segscope.train.unknown.explore import Exploration
from segscope.train.unknown.objects import number_objects
from segscope.train.unknown.sight import SeenObject

FILE = "unknown.yaml"
OVERVIEW = "clusters.png"
_TILE: Size = (120, 120)
_COLUMNS = 8
_TYPICAL_ROWS = 3


def write_exploration(found: Exploration, folder: Path) -> Path:
    """Write the file, an overview of all clusters, and a sheet of each (``cluster-1.png`` …).

    Args:
        found: What was found.
        folder: Made where it is missing.

    Returns:
        The file.

    Raises:
        UsageError: There is such a file already; people may have worked on it.
        StoreError: The folder cannot be written to.
    """
    path = folder / FILE
    refuse_existing(path)
    save_png(draw_overview(found), folder / OVERVIEW)
    for place, cluster in enumerate(found.content.clusters):
        save_png(draw_cluster(found, place), folder / f"cluster-{cluster.number}.png")
    save_unknown_file(found.content, path)
    return path


def refuse_existing(path: Path) -> None:
    """Refuse to write over a file that people may have worked on.

    Raises:
        UsageError: It is there.
    """
    if path.exists():
        raise UsageError(
            f"{path} is there already, and names that you gave would be lost: give another folder with --out "
            "(and --like to keep numbers and names)."
        )


def draw_overview(found: Exploration) -> Picture:
    """Draw all clusters: a row of the most typical objects of each, with its plain figures."""
    rows = []
    for place, cluster in enumerate(found.content.clusters):
        chosen = _by_typicality(found, place)[:_COLUMNS]
        title = f"{cluster.number}: {cluster.name}"
        rows.append(Row(_cells(found, chosen), title, caption(found, place)))
    return compose([Section(tuple(rows))], title=found.verdict)


def draw_cluster(found: Exploration, place: int) -> Picture:
    """Draw one cluster: its most typical objects, and those that fit least.

    Args:
        found: What was found.
        place: Position of the cluster.
    """
    cluster, order = found.content.clusters[place], _by_typicality(found, place)
    rest = order[::-1][: min(_COLUMNS, len(order) // 4)]
    typical = order[: min(_COLUMNS * _TYPICAL_ROWS, len(order) - len(rest))]
    starts, figures = range(0, len(typical), _COLUMNS), caption(found, place)
    rows = [
        Row(
            _cells(found, typical[start : start + _COLUMNS]),
            *(("most typical", figures) if not start else ()),
        )
        for start in starts
    ]
    if rest:
        rows.append(Row(_cells(found, rest), "least typical", "labels to check, or kinds of their own"))
    return compose([Section(tuple(rows))], title=f"{cluster.number}: {cluster.name}")


def caption(found: Exploration, place: int) -> str:
    """Say how many objects a cluster holds, and what they look like in plain figures."""
    own = found.labels == place
    figures = found.figures
    size = 100 * 10 ** float(np.median(figures["size"][own]))
    return (
        f"{own.sum()} objects ({100 * own.mean():.0f} %), half of them above {size:.2g} % of the picture, "
        f"brightness {figures['brightness'][own].mean():.2f}, "
        f"colourfulness {figures['colourfulness'][own].mean():.2f}"
    )


def _by_typicality(found: Exploration, place: int) -> list[int]:
    """Give the objects of a cluster, the nearest to its middle first."""
    own = np.flatnonzero(found.labels == place)
    ordered: list[int] = own[np.argsort(found.distances[own], kind="stable")].tolist()
    return ordered


def _cells(found: Exploration, chosen: Sequence[int]) -> tuple[Cell, ...]:
    return tuple(_cell(found.objects[index]) for index in chosen)


def _cell(one: SeenObject) -> Cell:
    label_map = one.dataset.read_label_map(one.sample)
    numbers = number_objects(one.dataset, one.sample, label_map, one.class_index)
    picture = rgb_view(one.dataset.read_image(one.sample))
    crop = object_crop(picture, numbers == one.instance.number, _TILE)
    return Cell(crop, one.sample.id, f"object {one.instance.number}")
