"""What reading one file can meet: an error that a check can sort and count, not only print."""

from collections.abc import Mapping
from pathlib import Path

from segscope.errors import DataError, LabelMapError


class FileFault(DataError):
    """One file of a data set cannot be used.

    Attributes:
        code: The finding it makes, such as ``unreadable-file`` or ``lossy-mask``.
        path: The file.
        problem: What is wrong with it, without its name.
        remedy: What to do.
    """

    def __init__(
        self, message: str, *, code: str = "", path: Path | None = None, problem: str = "", remedy: str = ""
    ) -> None:
        # A single message is enough, so that worker processes can hand the error over.
        super().__init__(message)
        self.code = code
        self.path = path
        self.problem = problem
        self.remedy = remedy

    @classmethod
    def of(cls, path: Path, code: str, problem: str, remedy: str) -> "FileFault":
        """Make the error with its one sentence."""
        message = f"{show_name(path)}: {problem}: {remedy}."
        return cls(message, code=code, path=path, problem=problem, remedy=remedy)


class ForeignIdsFault(FileFault, LabelMapError):
    """A mask holds ids that are neither a class nor the ignore id.

    Attributes:
        counts: Pixels of every id in the mask, known ones included.
        foreign: Those ids that belong to no class.
    """

    counts: Mapping[int, int] = {}
    foreign: tuple[int, ...] = ()

    @classmethod
    def of_counts(cls, path: Path, counts: Mapping[int, int], foreign: tuple[int, ...]) -> "ForeignIdsFault":
        """Make the error from the pixels of each id."""
        shown = ", ".join(f"{value} ({counts[value]} px)" for value in foreign[:5])
        more = f" and {len(foreign) - 5} more" if len(foreign) > 5 else ""
        problem = f"ids outside the class set: {shown}{more}"
        remedy = "add them to the class file, or name the one to be ignored (`ignore:` or --ignore ID)"
        fault = cls(
            f"{show_name(path)}: {problem}: {remedy}.",
            code="foreign-ids",
            path=path,
            problem=problem,
            remedy=remedy,
        )
        fault.counts = dict(counts)
        fault.foreign = foreign
        return fault


def show_name(name: Path | str) -> str:
    r"""Give a name that can be printed: no line breaks, no control characters, no undecodable bytes.

    Example:
        >>> show_name("two\nlines.png")
        'two\\nlines.png'
    """
    text = str(name).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text
    )


def relative_name(path: Path, root: Path | str) -> str:
    """Name a file relative to the data set's root, fit to be printed.

    Example:
        >>> relative_name(Path("data/train/a.png"), "data")
        'train/a.png'
    """
    return show_name(path.relative_to(root) if path.is_relative_to(root) else path)
