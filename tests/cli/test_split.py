"""``segscope split``: the file, the picture, what is told, and exit codes."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from segscope.cli import split
from segscope.data.open import open_dataset
from segscope.data.recycling import write_recycling
from segscope.data.splits import read_split_file
from segscope.errors import ConfigError, StoreError, UsageError
from tests.data.folders import ids_like, write_folder

app = typer.Typer()
split.register(app)


@app.command()
def _other() -> None:
    """Keep ``split`` a verb of its own: a lone command would lose its name."""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["split", *map(str, arguments)])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    names = {f"s{scene}_{frame}": ids_like(scene + 9 * frame) for scene in range(6) for frame in range(2)}
    return write_folder(tmp_path / "data", {"train": names})


def test_file_and_picture_lie_in_the_workspace_and_never_beside_the_data(data: Path, tmp_path: Path) -> None:
    before = sorted(data.rglob("*"))

    result = run(data, "--folds", "3", "--workspace", tmp_path / "w")

    assert result.exit_code == 0, result.output
    (file,) = (tmp_path / "w/splits").glob("*.csv")
    assert read_split_file(file).folds == 3
    assert file.with_suffix(".png").is_file()
    assert sorted(data.rglob("*")) == before
    for word in ("Background", "Glass", "fold 2", "no leak: 6 groups whole"):
        assert word in result.stdout
    assert str(file) in result.stderr


def test_json_alone_is_on_standard_output(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine.csv"

    result = run(data, "--method", "k-fold", "--folds", "4", "--out", out, "--json")

    content = json.loads(result.stdout)
    assert content["file"] == str(out)
    assert (content["method"], content["folds"]) == ("k-fold", 4)
    assert content["sha256"] == read_split_file(out).sha256
    assert sum(content["balance"]["sizes"]) == 12
    assert [finding["code"] for finding in content["findings"]] == ["torn-group"]
    assert len(content["balance"]["deviations"]["pixels"][0]) == len(content["classes"]) == 4


def test_many_folds_are_shown_by_their_worst_and_one_part_by_its_share(data: Path, tmp_path: Path) -> None:
    many = run(data, "--method", "k-fold", "--folds", "12", "--workspace", tmp_path / "w")
    part = run(data, "--method", "holdout", "--share", "0.5", "--workspace", tmp_path / "w")

    assert "worst fold" in many.stdout
    assert "6 of 12 pictures validate" in " ".join(part.stdout.split())


def test_a_group_rule_and_a_pool_reach_the_division(data: Path, tmp_path: Path) -> None:
    result = run(data, "--folds", "2", "--group", r"_(\d)", "--pool", "train", "--out", tmp_path / "s.csv")

    assert result.exit_code == 0, result.output
    assert {row.group for row in read_split_file(tmp_path / "s.csv").rows} == {"0", "1"}


def test_coco_annotations_are_read_as_a_training_reads_them(tmp_path: Path) -> None:
    pictures, annotations = tmp_path / "pictures", tmp_path / "annotations"
    write_recycling(pictures, images=8, val_images=4, size=64, seed=1)
    annotations.mkdir()
    for file in pictures.glob("*.json"):
        file.rename(annotations / file.name)
    read_so = ("--images", pictures, "--overlap", "later-on-top", "--crowd", "ignore")

    result = run(annotations, "--folds", "2", *read_so, "--out", tmp_path / "s.csv")

    assert result.exit_code == 0, result.output
    found, trained, other = (
        read_split_file(tmp_path / "s.csv").label_hash,
        open_dataset(
            annotations, images_dir=pictures, overlap="later-on-top", crowd="ignore"
        ).label_source_hash(),
        open_dataset(annotations, images_dir=pictures).label_source_hash(),
    )
    assert found == trained != other


def test_wrong_use_is_one_sentence(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "s.csv"
    run(data, "--folds", "2", "--out", out)
    for words, kind in (
        (("--method", "stratifed"), ConfigError),
        (("--folds", "1"), UsageError),
        (("--folds", "7"), UsageError),
        (("--method", "holdout", "--folds", "3"), UsageError),
        (("--pool", "val"), UsageError),
        (("--folds", "3"), StoreError),
    ):
        result = run(data, *words, "--out", out)
        assert isinstance(result.exception, kind), words
        assert "\n" not in str(result.exception)


def test_the_split_file_never_takes_the_name_of_its_picture(data: Path, tmp_path: Path) -> None:
    result = run(data, "--folds", "2", "--out", tmp_path / "s.PNG")
    assert isinstance(result.exception, UsageError)
    assert "the split file is a CSV" in str(result.exception)
    assert not (tmp_path / "s.PNG").exists()
