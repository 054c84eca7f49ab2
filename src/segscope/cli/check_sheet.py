"""The contact sheet of a check: in every split, every class where it is seen best."""

from collections import defaultdict

from segscope.data.check import CheckReport, SplitReport
from segscope.data.picture_view import rgb_view
from segscope.data.sample import Dataset, Sample
from segscope.errors import DataError, UsageError
from segscope.report.contact_sheet import ContactTile, contact_sheet
from segscope.report.legend import class_legend
from segscope.report.overlay import overlay
from segscope.report.scaling import Picture

_TILE = (180, 240)
_MOST_TILES = 240


def draw_sheet(dataset: Dataset, report: CheckReport) -> Picture | None:
    """Draw the contact sheet.

    Each class is shown by the picture with most of it, in each split; a picture stands once, with the
    names of the classes that it was chosen for.

    Returns:
        (H, W, 3) uint8 RGB; None where no picture with a label map could be read.
    """
    chosen = [(split, sample_id, names) for split in report.splits for sample_id, names in _examples(split)]
    tiles: list[ContactTile] = []
    by_id = {(s.split, s.id): s for samples in dataset.samples.values() for s in samples}
    for split, sample_id, names in chosen[:_MOST_TILES]:
        tile = _tile(dataset, by_id[split.name, sample_id], names)
        if tile is not None:
            tiles.append(tile)
    if not tiles:
        return None
    occurring = {
        index for split in report.splits for index, one in enumerate(split.classes) if one.pixels > 0
    }
    ignored = any(split.ignored_pixels for split in report.splits)
    legend = class_legend(dataset.class_set, occurring, ignored=ignored)
    return contact_sheet(tiles, tile_size=_TILE, title=dataset.root.name, legend=legend)


def _examples(split: SplitReport) -> list[tuple[str, list[str]]]:
    names: dict[str, list[str]] = defaultdict(list)
    for one in split.classes:
        if one.example is not None:
            names[one.example].append(one.name)
    return list(names.items())


def _tile(dataset: Dataset, sample: Sample, names: list[str]) -> ContactTile | None:
    try:
        label_map = dataset.read_label_map(sample)
        picture = overlay(rgb_view(dataset.read_image(sample)), label_map, dataset.class_set, box=_TILE)
    except (DataError, UsageError):
        return None  # the findings name it already
    return ContactTile(picture, sample.id, f"{sample.split}: {', '.join(names)}")
