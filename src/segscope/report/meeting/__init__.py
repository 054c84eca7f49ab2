"""A meeting's page: composed of what it is about, written as Markdown with pictures, or as one HTML file."""

from segscope.report.meeting.blocks import Language, MeetingPage
from segscope.report.meeting.compose import WORDS, PageOptions, compose_page
from segscope.report.meeting.files import (
    HTML_NAME,
    MarkdownFiles,
    html_file,
    markdown_files,
    page_name,
    save_html,
    save_markdown,
    zip_of,
)

__all__ = [
    "HTML_NAME",
    "WORDS",
    "Language",
    "MarkdownFiles",
    "MeetingPage",
    "PageOptions",
    "compose_page",
    "html_file",
    "markdown_files",
    "page_name",
    "save_html",
    "save_markdown",
    "zip_of",
]
