"""What can be wrong in a COCO file: one code each, with its severity and its remedy."""

import reprlib
from dataclasses import dataclass

from segscope.data.finding import Finding, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING
_LONGEST_QUOTE = 120
_SHORT = reprlib.Repr()
_SHORT.maxstring = _LONGEST_QUOTE


@dataclass(frozen=True, slots=True)
class _Kind:
    severity: Severity
    what: str
    remedy: str


_KINDS = {
    "duplicate-key": _Kind(
        ERROR,
        "a key is given twice in one object",
        "Keep one of the two values; JSON readers differ in which.",
    ),
    "image-record": _Kind(
        ERROR, "an entry of 'images' is no image", "Give each image id, file_name, width, height."
    ),
    "duplicate-image-id": _Kind(ERROR, "an image id is used twice", "Give each image its own id."),
    "file-name": _Kind(
        ERROR,
        "a file_name cannot be used",
        "Write it relative to the pictures' folder, with '/' and without '..'.",
    ),
    "backslash-file-name": _Kind(
        WARNING, "a file_name is written with backslashes, read as '/'", "Write the file_name with '/'."
    ),
    "duplicate-file-name": _Kind(
        ERROR, "a picture is listed twice", "Merge the two image entries and their annotations into one."
    ),
    "duplicate-stem": _Kind(
        ERROR,
        "two pictures differ in their ending only",
        "Rename one of the two: samples are named without ending.",
    ),
    "image-size": _Kind(
        ERROR, "a width or height is not usable", "Give the picture's own size as positive whole numbers."
    ),
    "missing-image": _Kind(
        ERROR, "a picture is not there", "Put the picture there, name its folder, or remove the entry."
    ),
    "unreadable-file": _Kind(ERROR, "a picture cannot be read", "Replace the picture by an intact copy."),
    "size-mismatch": _Kind(
        ERROR,
        "width and height differ from the picture's",
        "Annotate the picture in its present size, or restore it.",
    ),
    "no-annotations": _Kind(
        ERROR,
        "the file holds no annotations",
        "Give its annotations, or call it test.json if it has no ground truth.",
    ),
    "annotation-record": _Kind(
        ERROR,
        "an entry of 'annotations' is no annotation",
        "Give each annotation image_id, category_id, segmentation.",
    ),
    "annotation-id": _Kind(
        WARNING, "an annotation has no whole number as id", "Give each annotation its own id."
    ),
    "duplicate-annotation-id": _Kind(
        WARNING,
        "an annotation id is used twice (both are painted; other tools keep one of the two)",
        "Remove the copy, or give each annotation its own id.",
    ),
    "annotation-without-image": _Kind(
        ERROR,
        "an annotation belongs to no image of the file",
        "Correct its image_id, or remove the annotation.",
    ),
    "foreign-category": _Kind(
        ERROR,
        "an annotation's category is not in the class set",
        "Correct its category_id, or add the class.",
    ),
    "crowd-flag": _Kind(ERROR, "iscrowd is neither 0 nor 1", "Write 0, or 1 for a region of many objects."),
    "no-segmentation": _Kind(
        ERROR, "an annotation has no segmentation", "Draw its outline, or remove the annotation."
    ),
    "segmentation-kind": _Kind(
        ERROR, "a segmentation is neither polygons nor RLE", "Write [[x, y, …], …] or {'size', 'counts'}."
    ),
    "rle-size": _Kind(
        ERROR,
        "an RLE's size is not the image's",
        "Write size as [height, width] of the image, and encode it again.",
    ),
    "rle-counts": _Kind(ERROR, "the counts of an RLE are not valid", "Encode the mask again."),
    "rle-sum": _Kind(
        ERROR, "the counts of an RLE do not fill the image", "Encode the mask again at the image's size."
    ),
    "polygon-numbers": _Kind(
        ERROR, "a polygon holds something that is no finite number", "Write its coordinates as plain numbers."
    ),
    "polygon-points": _Kind(
        ERROR, "a polygon has an odd count of numbers or fewer than 3 points", "Draw it again, or remove it."
    ),
    "polygon-outside": _Kind(
        ERROR,
        "a polygon lies outside the picture",
        "Write coordinates in pixels of the picture of that annotation.",
    ),
    "polygon-over-edge": _Kind(
        WARNING,
        "a polygon reaches over the picture's edge and is clipped",
        "Check that its coordinates fit the picture.",
    ),
    "polygon-length": _Kind(
        ERROR,
        "a polygon's outline is longer than any real one",
        "Draw it again: it zigzags across the picture.",
    ),
    "empty-mask": _Kind(WARNING, "an annotation covers no pixel", "Remove it, or draw it again."),
    "bbox-mismatch": _Kind(
        WARNING,
        "a bbox contradicts its segmentation",
        "Check which is right: labels are made from the segmentation.",
    ),
    "category-names": _Kind(
        WARNING,
        "no category name is in the class file, so that categories were matched by id",
        "Check the names side by side; write the same names to be sure.",
    ),
}


class RecordError(Exception):
    """One record of the file cannot be used; never leaves the reader."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class _Case:
    place: str
    text: str


class Problems:
    """Collects what is wrong in one file, and gives one finding for each code.

    Args:
        file_name: Name of the annotation file, as findings show it.

    Example:
        >>> problems = Problems("train.json")
        >>> problems.add("empty-mask", "annotation 3, a.jpg", "its polygon has no area")
        'train.json: annotation 3, a.jpg: its polygon has no area. Remove it, or draw it again.'
        >>> [finding.code for finding in problems.findings()]
        ['empty-mask']
    """

    def __init__(self, file_name: str) -> None:
        self.file_name = file_name
        self._cases: dict[str, list[_Case]] = {}

    def add(self, code: str, place: str, text: str) -> str:
        """Note one case and give it as one text, with its remedy, for an error about that sample."""
        self._cases.setdefault(code, []).append(_Case(f"{self.file_name}: {place}", text))
        return f"{self.file_name}: {place}: {text}. {_KINDS[code].remedy}"

    def findings(self) -> tuple[Finding, ...]:
        """One finding for each code, errors first."""
        found = [self._finding(code, cases) for code, cases in self._cases.items()]
        return tuple(sorted(found, key=lambda finding: finding.severity is not ERROR))

    def _finding(self, code: str, cases: list[_Case]) -> Finding:
        kind = _KINDS[code]
        times = "once" if len(cases) == 1 else f"{len(cases)} times"
        message = f"{self.file_name}: {kind.what}, {times}; first {cases[0].text} ({cases[0].place})."
        return Finding(code, kind.severity, message, tuple(case.place for case in cases), kind.remedy)


def is_error(code: str) -> bool:
    """Tell whether a code stands for an error, after which the label map cannot be trusted."""
    return _KINDS[code].severity is ERROR


def quoted(value: object) -> str:
    """Show a value of the file in a message: short, in one line, printable, and however deep it is."""
    if isinstance(value, str) and value.isprintable():
        return value if len(value) <= _LONGEST_QUOTE else f"{value[:_LONGEST_QUOTE]}…"
    return _SHORT.repr(value)
