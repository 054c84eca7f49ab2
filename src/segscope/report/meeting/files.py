"""A meeting's page as the files that people keep: Markdown with its pictures, HTML in one file, or a ZIP."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from segscope.errors import StoreError
from segscope.files.atomic import write_atomic
from segscope.report.meeting.blocks import Figure, MeetingPage
from segscope.report.meeting.compose import WORDS
from segscope.report.meeting.html import page_html
from segscope.report.meeting.markdown import page_markdown
from segscope.report.meeting.panes import Panes, panel_of
from segscope.report.meeting.pictures import encode_jpeg
from segscope.report.romanise import romanise

HTML_NAME = "report.html"
_LONGEST_SLUG = 60


@dataclass(frozen=True)
class MarkdownFiles:
    """A Markdown file and its pictures.

    Attributes:
        name: The Markdown file's name: ``<date>-<slug>.md``.
        text: What stands in it.
        pictures: Path beside it, with slashes → JPEG.
    """

    name: str
    text: str
    pictures: Mapping[str, bytes]


def page_name(page: MeetingPage) -> str:
    """Name a page's files: its date and its title, in ASCII letters, digits and dashes.

    Example:
        >>> from datetime import date
        >>> page_name(MeetingPage("../월요일 Meeting!", date(2026, 11, 30), "ko", (), (), {}, ""))
        '2026-11-30-wolyoil-meeting'
    """
    latin = "".join(romanise(character) or character for character in page.title)
    slug = re.sub(r"[^a-z0-9]+", "-", latin.lower()).strip("-")[:_LONGEST_SLUG].strip("-")
    return f"{page.day}-{slug or 'meeting'}"


def markdown_files(page: MeetingPage) -> MarkdownFiles:
    """Write the page as Markdown, with its pictures in a folder of the same name beside it."""
    name = page_name(page)
    figures = [block for section in page.sections for block in section.blocks if isinstance(block, Figure)]
    pictures = {
        figure.slug: (f"{name}/{figure.slug}.jpg", _panel(figure.panes, figure.pane_titles, page.legend))
        for figure in figures
        if figure.panes is not None
    }
    text = page_markdown(page, {slug: address for slug, (address, _) in pictures.items()})
    return MarkdownFiles(f"{name}.md", text, dict(pictures.values()))


def _panel(panes: Panes, titles: Sequence[str], legend: str) -> bytes:
    return encode_jpeg(panel_of(panes, titles, legend))


def html_file(page: MeetingPage) -> str:
    """Write the page as one HTML file."""
    return page_html(page, WORDS[page.language].day(page.day))


def zip_of(files: MarkdownFiles) -> bytes:
    """Pack the Markdown file and its pictures."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(files.name, files.text)
        for path, data in files.pictures.items():
            archive.writestr(path, data, zipfile.ZIP_STORED)  # JPEG is packed already
    return stream.getvalue()


def save_markdown(files: MarkdownFiles, folder: Path) -> Path:
    """Write the Markdown file and its pictures into a folder, and give the file's path.

    Raises:
        StoreError: The folder cannot be written to.
    """
    for path, data in files.pictures.items():
        _write(folder / path, data)
    return _write(folder / files.name, files.text.encode("utf-8"))


def save_html(text: str, folder: Path) -> Path:
    """Write the HTML file into a folder, and give its path.

    Raises:
        StoreError: The folder cannot be written to.
    """
    return _write(folder / HTML_NAME, text.encode("utf-8"))


def _write(path: Path, data: bytes) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make the folder {path.parent}: {error.strerror or error}.") from error
    write_atomic(path, data)
    return path
