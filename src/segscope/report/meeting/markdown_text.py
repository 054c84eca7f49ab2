r"""Texts of people in a Markdown file: they say what they say, and become neither markup nor code.

A static blog's generator reads more than Markdown: Jekyll runs ``{{ … }}`` and ``{% … %}`` wherever they
stand, Hugo ``{{< … >}}``, kramdown takes attributes from ``{: … }``. So braces that could begin one of these
are written as entities, and so are ``<`` and ``&``.
"""

import re

_INLINE = re.compile(r"([\\`*_\[\]|~])")
_LINE_START = re.compile(r"^(\s*)(#|[-+=:](?=\s|[-+=]|$)|>)")
_NUMBERED = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)")
_CODE = re.compile(r"\{(?=[{%:#<])")
_REMOTE_IMAGE = re.compile(r"!(?=\[)")
_SCRIPT_LINK = re.compile(r"\b(javascript|vbscript|data|file)\s*:(?=\S)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def plain_line(text: str) -> str:
    r"""Write a text so that Markdown shows it as it is, in one line.

    Example:
        >>> print(plain_line("<b>*bold*</b> {{ site }} a|b"))
        &lt;b&gt;\*bold\*&lt;/b&gt; &#123;{ site }} a\|b
        >>> print(plain_line("# no heading"))
        \# no heading
    """
    line = " ".join(_CONTROL.sub(" ", text).split())
    line = _INLINE.sub(r"\\\1", line)
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = _NUMBERED.sub(r"\1\\\2", _LINE_START.sub(r"\1\\\2", line))
    return _CODE.sub("&#123;", line)


def quoted_markdown(text: str) -> str:
    r"""Quote what somebody wrote in Markdown: lists, emphasis and links stay, HTML and images do not.

    Every line begins with ``>``, so that nothing of it ends the quotation; what is no Markdown (HTML, a
    generator's commands) is shown as text.

    Example:
        >>> print(quoted_markdown("- **try** Glass\n<script>x</script>\n---"))
        > - **try** Glass
        > &lt;script>x&lt;/script>
        > \---
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if _SCRIPT_LINK.search(plain.replace("\\", "")):  # a link may span lines, so none is left in the text
        plain = re.sub(r"\\*\[", r"\\[", plain)
    return "\n".join(f"> {_safe(line)}".rstrip() for line in plain.split("\n"))


def _safe(line: str) -> str:
    safe = _CONTROL.sub(" ", line).replace("&", "&amp;").replace("<", "&lt;")
    # a line of dashes or equals signs would make a heading of the line above it
    safe = re.sub(r"^(\s*)([-=]{2,}\s*)$", r"\1\\\2", _REMOTE_IMAGE.sub("&#33;", safe))
    return _CODE.sub("&#123;", safe)
