"""Split files: read back as written, changes by hand noticed, files by hand taken, nonsense refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segscope.data.splits import SplitFile, SplitRow, read_split_file, write_split_file
from segscope.errors import DataError

ROWS = (SplitRow("a/1", 0, "train", "a"), SplitRow('b "2", x', 1, "train"), SplitRow("셋#3", -1, "val", "b"))
MADE = SplitFile(ROWS, "stratified-group", {"folds": 2, "seed": 3}, "0f" * 32)

ids = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1)


@given(st.lists(st.tuples(ids, ids), min_size=2, unique=True))
def test_what_is_written_is_read(names: list[tuple[str, str]]) -> None:
    rows = tuple(SplitRow(name, index % 2, split) for index, (name, split) in enumerate(names))
    split = SplitFile(rows, "group", {"folds": 2})

    text = split.to_text()

    assert text.count("\n") == len(rows) + 2
    assert split.folds == 2


def test_a_file_comes_back_whole_with_its_origin(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "split.csv"

    write_split_file(path, MADE)

    assert read_split_file(path) == MADE
    assert read_split_file(path).sha256 == MADE.sha256
    assert path.read_text(encoding="utf-8").splitlines()[1:3] == ["id,split,group,fold", "a/1,train,a,0"]


def test_line_ends_and_byte_order_marks_change_nothing_but_a_fold_does(tmp_path: Path) -> None:
    path = tmp_path / "split.csv"
    write_split_file(path, MADE)
    content = path.read_bytes()

    path.write_bytes(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
    assert read_split_file(path).sha256 == MADE.sha256

    path.write_bytes(content.replace(b",val,b,", b",val,b,1"))
    with pytest.raises(DataError, match="was changed since it was made"):
        read_split_file(path)


def test_a_changed_file_without_its_first_line_is_taken_with_another_hash(tmp_path: Path) -> None:
    path = tmp_path / "split.csv"
    rows = MADE.to_text().partition("\n")[2].replace("a/1,train,a,0", "a/1,train,a,-1")
    path.write_text(rows.replace('"b ""2"", x",train,,1', "b2,train,,0"), encoding="utf-8")

    split = read_split_file(path)

    assert [row.fold for row in split.rows] == [-1, 0, -1]
    assert (split.method, split.folds) == ("", 1)
    assert split.sha256 != MADE.sha256


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "must name the columns id and fold"),
        ("name,fold\na,0\n", "must name the columns id and fold"),
        ("id,fold\n", "no picture has a fold"),
        ("id,fold\na,\n", "no picture has a fold"),
        ("id,fold\na,0\nb,2\n", "no picture has the fold 1"),
        ("id,fold\na,0\na,1\n", "a stands there twice"),
        ("id,fold\na,first\n", r"row 1 \(a\) has the fold 'first'"),
        ("id,fold\na,²\n", "has the fold '²'"),
        ("id,fold\n,0\n", "row 1 has no id"),
        ('id,fold\n"a,0\n', "it is no CSV"),
        ("# segscope split: {\nid,fold\na,0\n", "first line of this split file is damaged"),
        ("# segscope split: []\nid,fold\na,0\n", "first line of this split file is damaged"),
    ],
)
def test_what_is_no_split_file_gives_one_sentence(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "split.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(DataError, match=complaint) as caught:
        read_split_file(path)

    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="make a split file with `segscope split DATA`"):
        read_split_file(tmp_path / "gone.csv")
