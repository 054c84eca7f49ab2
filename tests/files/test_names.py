"""Sample ids become file names: safe on disk, different for different ids, and undone by unquote."""

import os
import string
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segscope.files.names import MAX_BYTES, safe_file_name

ALLOWED = set(string.ascii_letters + string.digits + "-_.~%")
any_text = st.text(alphabet=st.characters(exclude_categories=[]), max_size=400)


@given(any_text)
def test_every_id_gets_a_name_that_no_file_system_minds(sample_id: str) -> None:
    name = safe_file_name(sample_id)

    assert 1 <= len(os.fsencode(name)) <= MAX_BYTES
    assert set(name) <= ALLOWED
    assert name[0] not in ".-"


@given(st.lists(any_text, unique=True, max_size=20))
def test_different_ids_get_different_names(sample_ids: list[str]) -> None:
    assert len({safe_file_name(sample_id) for sample_id in sample_ids}) == len(sample_ids)


@given(st.text(max_size=20))
def test_a_name_can_be_turned_back_by_the_standard_library(sample_id: str) -> None:
    name = safe_file_name(sample_id)

    assert name == "%" or unquote(name) == sample_id


def test_ids_that_look_alike_stay_apart() -> None:
    hangul = "종이팩/사진"
    ids = [
        hangul,
        unicodedata.normalize("NFD", hangul),
        "a/b",
        "a%2Fb",
        "a_b",
        "",
        ".",
        "..",
        "a" * 300,
        "a" * 301,
    ]

    assert len({safe_file_name(sample_id) for sample_id in ids}) == len(ids)


def test_a_cut_name_cannot_be_met_by_a_short_id() -> None:
    cut = safe_file_name("x" * 1000)

    assert safe_file_name(cut) != cut
    assert safe_file_name(unquote(cut)) != cut


@pytest.mark.parametrize("sample_id", ["batch_01_vt/0002", "a\nb", "\udc80.raw", "-rf", "종이 팩"])
def test_the_name_works_as_a_file(sample_id: str, tmp_path: Path) -> None:
    path = tmp_path / f"{safe_file_name(sample_id)}.confidence.png"
    path.write_bytes(b"x")

    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
