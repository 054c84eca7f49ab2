"""Whatever people write stays text in a blog's page: read by a Markdown reader that lets HTML through."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from segscope.report.meeting.markdown_text import plain_line, quoted_markdown

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
NASTY = [
    "<script>alert(1)</script>",
    "a | b",
    "# heading",
    "- point",
    "1. one",
    "2026. a year",
    "> quoted",
    "---",
    "===",
    "```",
    "`code`",
    "**bold** _it_ ~~gone~~",
    "[x](javascript:alert(1))",
    "![x](http://elsewhere/p.png)",
    "<http://elsewhere>",
    "&lt;b&gt; &amp; &copy;",
    "\\* \\",
    "{{ site.secret }} {% include x %} {: onclick=alert(1)} {{< shortcode >}} {# x #}",
    "two\nlines\n\nand more",
    "tab\tand\x00control\x1b[31m",
    "유리 ↔ 종이",
    ": definition",
    "+ plus",
    "| a |\n|---|",
    "[^1]: footnote",
    "a" * 300,
]


def shown(text: str) -> str:
    """Give what a reader sees of a line."""
    return " ".join(re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", " ", text).split())


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("frame", ["{}", "- **{}**: {}", "> {}"])
def test_a_line_is_shown_as_it_was_written(text: str, frame: str) -> None:
    rendered = READER.render(frame.format(plain_line(text), plain_line(text)))
    plain = READER.render(frame.format("x", "x"))
    tags = re.findall(r"<[^>]*>", rendered)
    assert tags == re.findall(r"<[^>]*>", plain)
    seen = html.unescape(re.sub(r"<[^>]*>", "", rendered)).strip()
    expected = html.unescape(re.sub(r"<[^>]*>", "", plain)).strip().replace("x", shown(text))
    assert shown(seen) == shown(expected)


@pytest.mark.parametrize("text", NASTY)
def test_a_line_stays_in_its_cell_of_a_table(text: str) -> None:
    table = f"| a | b |\n| --- | --- |\n| {plain_line(text)} | end |"
    rendered = READER.render(table)
    cells = re.findall(r"<td>(.*?)</td>", rendered, re.DOTALL)
    assert [shown(html.unescape(cell)) for cell in cells] == [shown(text), "end"]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>[]()!*_`#-+=|~{}%:\\&;\n ab1.\"'/"), max_size=40))
def test_any_line_brings_no_markup(text: str) -> None:
    rendered = READER.render(f"before {plain_line(text)} after")
    assert re.findall(r"<[^>]*>", rendered) == ["<p>", "</p>"]


@pytest.mark.parametrize(
    "text", [*NASTY, "[a]\\: javascript:x", "[x](\njavascript:alert(1))", "[x](java\\script:y)"]
)
def test_notes_stay_in_their_quotation_without_html_scripts_and_pictures(text: str) -> None:
    rendered = READER.render(f"before\n\n{quoted_markdown(text)}\n\nafter")
    assert rendered.startswith("<p>before</p>\n<blockquote>")
    assert rendered.endswith("</blockquote>\n<p>after</p>\n") or text.strip("`") == ""
    assert not re.search(r"<(script|img|iframe|b)\b", rendered)
    assert not re.search(r'href="\s*(javascript|data|vbscript):', rendered, re.IGNORECASE)


@pytest.mark.parametrize("text", NASTY)
def test_a_generators_commands_do_not_run(text: str) -> None:
    for written in (plain_line(text), quoted_markdown(text)):
        assert not re.search(r"\{[{%:#<]", written)


def test_markdown_of_notes_stays_markdown() -> None:
    rendered = READER.render(
        quoted_markdown("- **try** Glass\n- see [the run](https://example.org/x)\n\n1. then")
    )
    assert "<li><strong>try</strong> Glass</li>" in rendered.replace("<p>", "").replace("</p>", "").replace(
        "\n", ""
    )
    assert '<a href="https://example.org/x">the run</a>' in rendered
    assert "<ol>" in rendered
