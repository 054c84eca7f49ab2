"""The entries of ``annotations``: each one checked and given to its picture."""

from collections.abc import Mapping
from typing import Any

from segscope.data.coco.annotation import Annotation, parse_crowd_flag, parse_shape
from segscope.data.coco.images import ImageEntry, ImageTable
from segscope.data.coco.json_file import JsonFile, RepeatedKeyDict
from segscope.data.coco.polygons import Polygons
from segscope.data.coco.problems import Problems, RecordError, quoted
from segscope.data.coco.runs import Extent, Runs
from segscope.data.coco.values import shown, whole_number

_FREE_OVERHANG = 2.0  # px; annotation tools let outlines touch the edge and a little beyond
_FREE_BOX_ERROR = 3.0  # px
_FREE_BOX_SHARE = 0.05  # of the longer side of the region
_FAR = 1e9  # px; also keeps sums of huge integers and fractions from overflowing


def read_annotations(
    file: JsonFile, images: ImageTable, labels: Mapping[int, int], problems: Problems
) -> int:
    """Check every annotation and append it to its picture's entry.

    Args:
        file: The parsed file.
        images: Its pictures; their entries are filled here.
        labels: {category id: label}.
        problems: Takes what is wrong.

    Returns:
        How many entries the file has.
    """
    entries = file.entries("annotations") or []
    used_ids: set[int] = set()
    for position, raw in enumerate(entries):
        name = f"entry {position} of 'annotations'"
        if not isinstance(raw, dict):
            problems.add("annotation-record", name, f"it is {shown(raw)}")
            continue
        image = _owner(raw, name, images, problems)
        if image is None:
            continue
        name = _settle_id(raw.get("id"), name, image, used_ids, problems)
        try:
            annotation = _parse(raw, image, labels)
        except RecordError as error:
            image.report(problems, error.code, str(error), name)
            continue
        if annotation is not None:
            image.annotations.append(annotation)
            _warn(annotation.shape, raw.get("bbox"), image, problems, name)
    return len(entries)


def _owner(raw: dict[str, Any], name: str, images: ImageTable, problems: Problems) -> ImageEntry | None:
    image_id = raw.get("image_id")
    number = whole_number(image_id)
    image = None if number is None else images.by_id.get(number)
    if image is None:
        annotation_id = whole_number(raw.get("id"))
        place = name if annotation_id is None else f"annotation {quoted(annotation_id)}"
        problems.add("annotation-without-image", place, f"its image_id is {shown(image_id)}")
    return image


def _settle_id(written: Any, name: str, image: ImageEntry, used_ids: set[int], problems: Problems) -> str:
    """Give what messages call the annotation; report an id that is missing or was used before."""
    annotation_id = whole_number(written)
    if annotation_id is None:
        image.report(problems, "annotation-id", f"its id is {shown(written)}", name)
        return name
    name = f"annotation {quoted(annotation_id)}"
    if annotation_id in used_ids:
        image.report(problems, "duplicate-annotation-id", "its id was used before", name)
    used_ids.add(annotation_id)
    return name


def _parse(raw: dict[str, Any], image: ImageEntry, labels: Mapping[int, int]) -> Annotation | None:
    """Give the annotation, or None where its picture has no size to draw it in."""
    if isinstance(raw, RepeatedKeyDict):
        raise RecordError("duplicate-key", f"it has {quoted(raw.repeated)} twice")
    category = whole_number(raw.get("category_id"))
    if category is None or category not in labels:
        raise RecordError("foreign-category", f"its category_id is {shown(raw.get('category_id'))}")
    crowd = parse_crowd_flag(raw.get("iscrowd"))
    if image.height == 0:
        return None
    return Annotation(
        labels[category], crowd, parse_shape(raw.get("segmentation"), image.height, image.width)
    )


def _warn(shape: Polygons | Runs, bbox: Any, image: ImageEntry, problems: Problems, name: str) -> None:
    if isinstance(shape, Polygons) and shape.over_edge() > _FREE_OVERHANG:
        text = f"its polygon reaches {shape.over_edge():.3g} px over the edge"
        image.report(problems, "polygon-over-edge", text, name)
    extent = _filled_extent(shape)
    if extent is None:
        image.report(problems, "empty-mask", "its segmentation covers no pixel", name)
    elif bbox is not None:
        fault = _box_fault(bbox, extent, image)
        if fault is not None:
            image.report(problems, "bbox-mismatch", fault, name)


def _filled_extent(shape: Polygons | Runs) -> Extent | None:
    if isinstance(shape, Polygons) and shape.is_thin() and shape.runs().area == 0:
        return None
    return shape.extent()


def _box_fault(bbox: Any, extent: Extent, image: ImageEntry) -> str | None:
    plain = isinstance(bbox, list) and len(bbox) == 4 and {type(side) for side in bbox} <= {int, float}
    if not plain or not all(abs(side) < _FAR for side in bbox):
        return f"its bbox is {shown(bbox)}"
    x, y, box_width, box_height = bbox
    box = _clipped((x, y, x + box_width, y + box_height), image)
    left, top, right, bottom = region = _clipped(extent, image)
    free = max(_FREE_BOX_ERROR, _FREE_BOX_SHARE * max(right - left, bottom - top))
    if all(abs(a - b) <= free for a, b in zip(box, region, strict=True)):
        return None
    return (
        f"its bbox is {quoted(bbox)}, its segmentation's "
        f"[{left:.6g}, {top:.6g}, {right - left:.6g}, {bottom - top:.6g}]"
    )


def _clipped(extent: Extent, image: ImageEntry) -> Extent:
    left, top, right, bottom = extent
    return max(left, 0), max(top, 0), min(right, image.width), min(bottom, image.height)
