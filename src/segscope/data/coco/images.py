"""The entries of ``images``: what each picture is called, how large it is, and what is wrong with it."""

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from segscope.data.coco.annotation import Annotation
from segscope.data.coco.json_file import JsonFile, RepeatedKeyDict
from segscope.data.coco.problems import Problem, Problems, RecordError, is_error, quoted
from segscope.data.coco.values import shown, whole_number
from segscope.data.folder_listing import sample_key
from segscope.data.image_files import MAX_PIXELS


@dataclass(slots=True)
class ImageEntry:
    """One picture of the file. Filled while the file is read, and not changed afterwards.

    Attributes:
        id: The image id.
        file_name: Path below the pictures' folder, with ``/``.
        height: Rows; 0 where the file gives no usable size.
        width: Columns; 0 where the file gives no usable size.
        path: The picture file, once its folder is known.
        annotations: In the order of the file.
        label_problem: Why the label map cannot be trusted, or None.
        picture_problem: Why the picture cannot be read, or None.
        sample_id: The file name without its ending, in Unicode's composed form.
    """

    id: int
    file_name: str
    height: int
    width: int
    path: Path = Path()
    annotations: list[Annotation] = field(default_factory=list)
    label_problem: Problem | None = None
    picture_problem: Problem | None = None
    sample_id: str = field(init=False)

    def __post_init__(self) -> None:
        self.sample_id = sample_key(self.file_name)

    @property
    def place(self) -> str:
        """What findings call it."""
        return f"image {quoted(self.id)}, {quoted(self.file_name)}"

    def report(self, problems: Problems, code: str, text: str, annotation: str | None = None) -> None:
        """Note a problem; after an error the label map is refused, with the first one's text."""
        place = self.place if annotation is None else f"{annotation}, {quoted(self.file_name)}"
        problem = problems.add(code, place, text)
        if is_error(code) and self.label_problem is None:
            self.label_problem = problem


@dataclass(frozen=True, slots=True)
class ImageTable:
    """The pictures of one file.

    Attributes:
        entries: One for each sample, in the order of the file; sample ids are unique.
        by_id: The entry that annotations of an image id go to.
    """

    entries: tuple[ImageEntry, ...]
    by_id: dict[int, ImageEntry]


def read_images(file: JsonFile, problems: Problems) -> ImageTable:
    """Read and check all entries of ``images``.

    An entry without usable id or file name gives a finding and no sample; any other fault leaves the
    sample there, with its label map refused.
    """
    by_sample: dict[str, ImageEntry] = {}
    by_id: dict[int, ImageEntry] = {}
    for position, raw in enumerate(file.entries("images") or []):
        try:
            entry = _parse(raw, problems)
        except RecordError as error:
            problems.add(error.code, f"entry {position} of 'images'", str(error))
            continue
        image_id = entry.id
        twin = by_sample.setdefault(entry.sample_id, entry)
        if twin is not entry:
            same = twin.file_name == entry.file_name
            code = "duplicate-file-name" if same else "duplicate-stem"
            twin.report(problems, code, f"image {quoted(entry.id)} is {quoted(entry.file_name)}, too")
            entry = twin
        _enter(image_id, entry, by_id, problems)
    return ImageTable(tuple(by_sample.values()), by_id)


def _enter(image_id: int, entry: ImageEntry, by_id: dict[int, ImageEntry], problems: Problems) -> None:
    first = by_id.setdefault(image_id, entry)
    if first is not entry:
        for one in (first, entry):
            text = f"it names {quoted(first.file_name)} and {quoted(entry.file_name)}"
            one.report(problems, "duplicate-image-id", text)


def _parse(raw: Any, problems: Problems) -> ImageEntry:
    if not isinstance(raw, dict):
        raise RecordError("image-record", f"it is {shown(raw)}")
    image_id = whole_number(raw.get("id"))
    if image_id is None:
        raise RecordError("image-record", f"its id is {shown(raw.get('id'))}, which is no whole number")
    name = raw.get("file_name")
    file_name = _relative_name(name)
    size, fault = _size(raw.get("height"), raw.get("width"))
    entry = ImageEntry(image_id, file_name, *size)
    if fault is not None:
        entry.report(problems, "image-size", fault)
    if isinstance(raw, RepeatedKeyDict):
        entry.report(problems, "duplicate-key", f"it has {quoted(raw.repeated)} twice")
    if "\\" in str(name):
        entry.report(problems, "backslash-file-name", f"it is written {quoted(name)}")
    return entry


def _relative_name(name: Any) -> str:
    """Give the file name with ``/``, or refuse what could lead out of the pictures' folder."""
    if not isinstance(name, str) or not name.strip():
        raise RecordError("file-name", f"its file_name is {shown(name)}")
    try:
        name.encode("utf-8", errors="surrogateescape")
    except UnicodeEncodeError as error:
        raise RecordError("file-name", f"its file_name {quoted(name)} is not valid Unicode") from error
    if "\0" in name:
        raise RecordError("file-name", f"its file_name {quoted(name)} holds a NUL character")
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or PureWindowsPath(name).drive:
        raise RecordError("file-name", f"its file_name {quoted(name)} is an absolute path")
    if ".." in path.parts:
        raise RecordError("file-name", f"its file_name {quoted(name)} leads out of the pictures' folder")
    if not path.name:
        raise RecordError("file-name", f"its file_name {quoted(name)} names no file")
    return str(path)


def _size(height: Any, width: Any) -> tuple[tuple[int, int], str | None]:
    sides = whole_number(height), whole_number(width)
    if sides[0] is None or sides[1] is None or min(sides[0], sides[1]) < 1:
        return (0, 0), f"its width is {shown(width)} and its height {shown(height)}"
    if sides[0] * sides[1] > MAX_PIXELS:
        return (0, 0), f"{quoted(sides[1])}×{quoted(sides[0])} is more than {MAX_PIXELS} pixels"
    return (sides[0], sides[1]), None
