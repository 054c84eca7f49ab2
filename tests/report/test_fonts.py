import logging
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from PIL import Image, ImageDraw

from segscope.report import fonts
from segscope.report.fonts import drawable, font_files_for, font_for, latin_font
from segscope.report.text import PLAIN, STRONG, TextStyle, draw_text, shorten, text_width
from tests.report.drawn_samples import Pixels


def draw(text: str, style: TextStyle = PLAIN) -> Pixels:
    canvas = Image.new("RGB", (300, 24), "white")
    draw_text(ImageDraw.Draw(canvas), 4, 2, text, replace(style, colour=(0, 0, 0)))
    return 255 - np.asarray(canvas)[..., 0]


def make_font(path: Path, characters: str) -> Path:
    """A font whose every character is a full bar, unlike the hollow box of a missing one."""

    def bar(left: int, bottom: int, right: int, top: int) -> Any:
        pen = TTGlyphPen(None)
        pen.moveTo((left, bottom))
        for corner in ((left, top), (right, top), (right, bottom)):
            pen.lineTo(corner)
        pen.closePath()
        return pen.glyph()

    names = {ord(c): f"glyph{i}" for i, c in enumerate(characters)}
    order = [".notdef", *names.values()]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf({name: bar(0, 0, 900 if name != ".notdef" else 300, 800) for name in order})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (1000, 0)))
    builder.setupHorizontalHeader(ascent=900, descent=-200)
    builder.setupNameTable({"familyName": "Planted", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=900, usWinAscent=900, usWinDescent=200)
    builder.setupPost()
    builder.save(path)
    return path


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_wide_fonts: None) -> Path:
    path = make_font(tmp_path / "planted.ttf", "종이")
    monkeypatch.setattr(fonts, "_system_fonts", lambda: (path,))
    return path


def test_latin_needs_no_look_for_fonts(monkeypatch: pytest.MonkeyPatch, no_wide_fonts: None) -> None:
    monkeypatch.setattr(fonts, "_system_fonts", lambda: pytest.fail("looked for fonts"))
    assert font_for("é") == latin_font(False)
    assert font_for("é", bold=True) == latin_font(True)


def test_a_font_of_the_machine_draws_what_dejavu_lacks(planted: Path) -> None:
    assert font_for("종") == planted
    assert drawable("종이 paper") == "종이 paper"
    assert draw("종").max() == 255, "a full bar"
    assert font_files_for("종이 paper") == [latin_font(False), planted]


def test_bold_is_bolder_in_a_font_of_one_weight(planted: Path) -> None:
    assert draw("종", STRONG).astype(int).sum() > draw("종").astype(int).sum()


def test_a_damaged_font_is_no_font(planted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(planted.read_bytes()[:200])
    monkeypatch.setattr(fonts, "_system_fonts", lambda: (broken, planted))
    assert font_for("종") == planted


def test_without_a_korean_font_names_are_spelt(no_wide_fonts: None, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert drawable("종이") == "jongi"
        assert drawable("유리 1") == "yuri 1"
    assert len(caplog.records) == 1
    assert "no installed font has Hangul" in caplog.text
    assert "fonts-nanum" in caplog.text


def test_characters_of_no_font_are_named_and_never_boxes(no_wide_fonts: None) -> None:
    assert drawable("塑") == "U+5851"
    box = draw("\U0010ffff")
    for text in ("종", "塑", "\ud800"):
        assert not np.array_equal(draw(text), box)


def test_decomposed_hangul_is_the_same_text(planted: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "종이")
    assert decomposed != "종이"
    assert drawable(decomposed) == "종이"
    assert np.array_equal(draw(decomposed), draw("종이"))


@pytest.mark.parametrize(
    ("text", "line"), [("a\nb\t c", "a b c"), ("a\x00b\u202ec\u200d", "abc"), ("", ""), ("e\u0301", "é")]
)
def test_texts_become_one_line_without_control_codes(text: str, line: str) -> None:
    assert drawable(text) == line


@pytest.mark.parametrize("width", [0, 5, 40, 120, 400])
def test_a_shortened_line_fits_and_keeps_both_ends(width: int) -> None:
    name = "batch_01_vt/a-very-long-folder-name/0003"

    short = shorten(name, width, PLAIN)

    assert text_width(short, PLAIN) <= width
    if width >= 40:
        assert short[0] == "b"
        assert short[-1] == "3"
    assert (short == name) == (text_width(name, PLAIN) <= width)


def test_measured_and_drawn_width_agree() -> None:
    columns = np.flatnonzero(draw("Hamburgefonts 123").any(axis=0))
    assert abs((columns[-1] - columns[0] + 1) - text_width("Hamburgefonts 123", PLAIN)) <= 3
