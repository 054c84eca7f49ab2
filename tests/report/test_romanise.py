import pytest

from segscope.report.romanise import romanise


# Spellings that the Revised Romanisation's own examples and South Korean road signs use.
@pytest.mark.parametrize(
    ("hangul", "latin"),
    [("한글", "hangeul"), ("서울", "seoul"), ("부산", "busan"), ("제주", "jeju"), ("종이", "jongi"),
     ("유리", "yuri"), ("의자", "uija"), ("떡", "tteok")],
)  # fmt: skip
def test_hangul_is_spelt_as_on_road_signs(hangul: str, latin: str) -> None:
    assert "".join(map(romanise, hangul)) == latin


@pytest.mark.parametrize("character", ["a", " ", "漢", "ㄱ", "\uabff", "\ud7a4"])
def test_other_characters_have_no_spelling(character: str) -> None:
    assert romanise(character) == ""


def test_every_syllable_has_a_spelling_of_ascii_letters() -> None:
    spelt = [romanise(chr(code)) for code in range(0xAC00, 0xD7A4)]
    assert len(spelt) == 11172
    assert all(text.isascii() and text.isalpha() for text in spelt)
