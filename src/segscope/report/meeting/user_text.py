"""What people write in Markdown, shown without HTML of theirs and without anything from elsewhere."""

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_WORDS = frozenset({"text", "code_inline"})
_BLOCKS_OF_CODE = frozenset({"fence", "code_block"})


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    return markdown.disable("image")


def user_html(text: str) -> str:
    r"""Show what somebody wrote in Markdown; HTML in it is text, and pictures from elsewhere are not loaded.

    Example:
        >>> print(user_html("**try** <b>it</b>"), end="")
        <p><strong>try</strong> &lt;b&gt;it&lt;/b&gt;</p>
    """
    markdown = _reader()
    tokens = markdown.parse(text)
    for token in tokens:
        if token.tag in _HEADINGS:  # a note's headings are none of the page's
            token.tag = "p"
            token.attrJoin("class", "head")
    return str(markdown.renderer.render(tokens, markdown.options, {}))


def plain_of(text: str) -> str:
    r"""Give the words of a Markdown text in one line, without its marks.

    Example:
        >>> plain_of("**Paper** gets `sharper`:\n- at [edges](https://example.org)")
        'Paper gets sharper: at edges'
    """
    words: list[str] = []
    for token in _reader().parse(text):
        if token.type in _BLOCKS_OF_CODE:
            words.append(token.content)
        elif token.children:
            words.append("".join(map(_content, token.children)))
    return " ".join(" ".join(words).split())


def _content(token: Token) -> str:
    if token.type in _WORDS:
        return token.content
    return " " if token.type in ("softbreak", "hardbreak") else ""
