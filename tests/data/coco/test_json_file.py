"""Annotation files that are hardly files: read where they can be, refused in one sentence otherwise."""

import codecs
import json
from pathlib import Path

import pytest

from segscope.data.coco.json_file import RepeatedKeyDict, read_json_file
from segscope.errors import DataError

SOUND = {"images": [], "categories": [{"id": 1, "name": "종이팩"}]}
TEXT = json.dumps(SOUND, ensure_ascii=False)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TEXT.encode(), id="UTF-8"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), id="BOM"),
        pytest.param(TEXT.encode("utf-16"), id="UTF-16"),
        pytest.param(TEXT.encode("utf-16-le"), id="UTF-16 without BOM"),
        pytest.param(TEXT.encode("utf-32"), id="UTF-32"),
    ],
)
def test_unicode_is_read_in_every_encoding(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "train.json"
    path.write_bytes(data)

    assert read_json_file(path).content == SOUND


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b" \n", "is empty", id="blank"),
        pytest.param(b"<html>not found</html>", "is not valid JSON", id="HTML"),
        pytest.param(TEXT.encode()[:-3], "may have been cut", id="cut"),
        pytest.param(TEXT.encode()[:-5], "cut in the middle of a character", id="cut in a character"),
        pytest.param(TEXT.encode("cp949"), "may be cp949", id="cp949"),
        pytest.param(b"\x80\x81\x82\x83", "save it as UTF-8", id="bytes"),
        pytest.param(b"[1, 2]", "holds a list", id="list"),
        pytest.param(b"null", "holds a NoneType", id="null"),
        pytest.param(b'{"images": [], "images": []}', "'images' twice|images twice", id="repeated key"),
        pytest.param(b'{"images":' + b"[" * 10_000 + b"]" * 10_000 + b"}", "nested too deeply", id="deep"),
        pytest.param(b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "nested too deeply", id="deep objects"),
        pytest.param(b'{"images": ' + b"9" * 5000 + b"}", "holds a number", id="endless number"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(data: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "train.json"
    path.write_bytes(data)

    with pytest.raises(DataError, match=says) as caught:
        read_json_file(path)

    assert "train.json" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_or_a_missing_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.json"):
        with pytest.raises(DataError, match="cannot be read"):
            read_json_file(path)


def test_a_repeated_key_below_the_top_is_marked(tmp_path: Path) -> None:
    path = tmp_path / "train.json"
    path.write_bytes(b'{"images": [{"id": 1, "id": 2}]}')

    (entry,) = read_json_file(path).entries("images") or []

    assert isinstance(entry, RepeatedKeyDict)
    assert (entry, entry.repeated) == ({"id": 2}, "id")


def test_a_value_that_should_be_a_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "train.json"
    path.write_bytes(b'{"images": {"1": {}}}')

    with pytest.raises(DataError, match="'images' holds"):
        read_json_file(path).entries("images")
