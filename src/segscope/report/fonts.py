"""Which font file has which character.

Latin, Greek and Cyrillic come from DejaVu Sans, which matplotlib ships. Other scripts (class names are
often Korean) come from a font package or from the machine's own fonts, looked for only when a text
needs them. Where no font has a character, the text is spelt in Latin letters and a log message says so
once, because a row of empty boxes tells the reader nothing.
"""

import logging
import unicodedata
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont

from segscope.report.romanise import romanise

_LOGGER = logging.getLogger(__name__)
_NO_CHARACTER = "\U0010ffff"
_PROBE_SIZE = 24

# Packages on the package index that hold a Hangul font, with the file in them. They are located, never
# imported: some change matplotlib's settings when they are.
_FONT_PACKAGES = (
    ("pylopdf_fonts_ko", "NotoSansKR-Regular.otf"),
    ("koreanize_matplotlib", "fonts/NanumGothic.ttf"),
)
# Sans-serif fonts with Hangul on Linux, macOS and Windows, the first found wins.
_PREFERRED = (
    "notosanscjk",
    "notosanskr",
    "nanumgothic",
    "pretendard",
    "applesdgothicneo",
    "malgun",
    "unifont",
)


@lru_cache(maxsize=64)
def open_font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """Open a font file at a size in pixels; opened fonts are kept."""
    return ImageFont.truetype(str(path), size)


@lru_cache(maxsize=4096)
def font_for(character: str, bold: bool = False) -> Path | None:
    """Find a font file that can draw a character, or None where there is none.

    Example:
        >>> font_for("a").name, font_for("a", bold=True).name
        ('DejaVuSans.ttf', 'DejaVuSans-Bold.ttf')
    """
    latin = latin_font(bold)
    if character.isspace() or _has(latin, character):
        return latin
    return next((path for path in _wide_fonts() if _has(path, character)), None)


@lru_cache(maxsize=4096)
def drawable(text: str) -> str:
    r"""Bring a text into a form that the fonts at hand can draw, in one line and without control codes.

    Decomposed characters (as macOS writes them in file names) are composed; characters of no font are
    spelt in Latin letters where they are Hangul, else given by their code.

    Example:
        >>> drawable("two\nlines")
        'two lines'
    """
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    visible = "".join("\ufffd" if _is_surrogate(c) else c for c in composed if not _is_control(c))
    missing = "".join(c for c in visible if font_for(c) is None)
    if not missing:
        return visible
    _say_once("Hangul" if any(romanise(c) for c in missing) else f"the character U+{ord(missing[0]):04X}")
    return "".join(_spell(c) if c in missing else c for c in visible)


def font_files_for(text: str) -> list[Path]:
    """List the font files that a text needs, DejaVu Sans first; for libraries that take a list of fonts."""
    found = dict.fromkeys((latin_font(False), *(font_for(c) for c in drawable(text))))
    return [path for path in found if path is not None]


@lru_cache(maxsize=2)
def latin_font(bold: bool) -> Path:
    """Give the path of DejaVu Sans, which lies in matplotlib's package (found without importing it)."""
    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("matplotlib is one of segscope's requirements, and is not installed")
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" / name


@lru_cache(maxsize=1)
def _wide_fonts() -> tuple[Path, ...]:
    packaged = []
    for package, file in _FONT_PACKAGES:
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            packaged.append(Path(spec.origin).parent / file)
    return (*packaged, *_system_fonts())


def _system_fonts() -> tuple[Path, ...]:
    # Late: this import scans the machine's fonts, and only texts beyond DejaVu Sans need it.
    from matplotlib.font_manager import findSystemFonts

    return tuple(sorted(map(Path, findSystemFonts()), key=_preference))


def _preference(path: Path) -> tuple[int, int, str]:
    name = path.stem.lower().replace("-", "").replace("_", "").replace(" ", "")
    rank = next((i for i, known in enumerate(_PREFERRED) if known in name), len(_PREFERRED))
    plain = 0 if "regular" in name or name in _PREFERRED else 1
    return rank, plain, str(path)


@lru_cache(maxsize=8192)
def _has(path: Path, character: str) -> bool:
    try:
        font = open_font(path, _PROBE_SIZE)
    except OSError:  # a bitmap font without this size, or a damaged file: it draws nothing
        return False
    drawn, absent = font.getmask(character), font.getmask(_NO_CHARACTER)
    return drawn.size != absent.size or bytes(drawn) != bytes(absent)


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf")


def _is_surrogate(character: str) -> bool:
    return unicodedata.category(character) == "Cs"


def _spell(character: str) -> str:
    if unicodedata.category(character).startswith("M"):
        return ""
    return romanise(character) or f"U+{ord(character):04X}"


@lru_cache(maxsize=1)
def _say_once(what: str) -> None:
    _LOGGER.warning(
        "no installed font has %s, so such names are spelt in Latin letters in pictures: install a font "
        "that has it (`pip install pylopdf-fonts-ko`, or Debian's package fonts-nanum, bring Korean).",
        what,
    )
