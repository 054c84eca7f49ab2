"""Many files at once: all named together, or none left behind."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from segscope.errors import StoreError
from segscope.files.durable_batch import DurableBatch


@pytest.mark.parametrize("count", [3, 40])
def test_files_written_from_threads_appear_at_the_commit_alone(count: int, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    paths = [tmp_path / ("a" if i % 2 else "") / f"{i}.bin" for i in range(count)]
    batch = DurableBatch()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda path: batch.write(path, path.name.encode()), paths))
    assert not any(path.exists() for path in paths)

    batch.commit()

    assert [path.read_bytes() for path in paths] == [path.name.encode() for path in paths]
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == count


def test_an_abandoned_batch_leaves_nothing(tmp_path: Path) -> None:
    batch = DurableBatch()
    batch.write(tmp_path / "a", b"1")
    batch.abandon()
    batch.commit()
    assert list(tmp_path.iterdir()) == []


def test_the_last_writer_of_a_name_wins(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    batch = DurableBatch()
    batch.write(tmp_path / "a", b"new")
    batch.commit()
    assert (tmp_path / "a").read_bytes() == b"new"


def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"cannot write .*a.bin: No such file"):
        DurableBatch().write(tmp_path / "nowhere" / "a.bin", b"1")
