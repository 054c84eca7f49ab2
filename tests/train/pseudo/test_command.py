"""``segscope pseudo`` and ``segscope pseudo rounds``: what is written, told and gone on with."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
import typer
import yaml
from typer.testing import CliRunner, Result

from segscope.cli import pseudo
from segscope.config.run_config import RunConfig
from segscope.errors import UsageError
from segscope.train.pseudo.manifest import read_manifest
from tests.train.pseudo.conftest import NEW, Folds

app = typer.Typer()
pseudo.register(app)


@app.command()
def _other() -> None:
    """Keep ``pseudo`` a verb of its own: a lone command would lose its name."""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["pseudo", *map(str, arguments)])


def test_labels_are_told_as_a_table_and_as_json(pseudo_folds: Folds, photos: Path, tmp_path: Path) -> None:
    place = ("--workspace", pseudo_folds.workspace.folder, "--device", "cpu", "--min-precision", "0")
    method = ("--method", "{name: global, threshold: 0.1}")

    table = run("fold-0", "fold-1", photos, "--out", tmp_path / "one", *method, *place)

    assert table.exit_code == 0, table.output
    for word in ("Plastic bag", "threshold", "0.1000"):
        assert word in table.stdout
    assert f"fold-0: {NEW} pictures" in table.stderr
    assert "3 pictures are left out" in table.stderr

    plain = run("fold-0", photos, "--out", tmp_path / "two", "--share", "0.5", "--json", *place)

    content = json.loads(plain.stdout)
    assert content["out"] == str(tmp_path / "two")
    (only,) = content["sets"]
    assert (only["name"], only["pictures"]) == ("fold-0", NEW)
    assert len(only["classes"]) == 12
    assert read_manifest(tmp_path / "two")[0].method["share"] == 0.5


def test_a_folder_is_asked_for(tmp_path: Path) -> None:
    result = run("fold-0", "--out", tmp_path)
    assert isinstance(result.exception, UsageError)
    assert "name teachers and a folder" in str(result.exception)


def test_rounds_train_label_and_train_again(
    tiny_config: Callable[..., RunConfig], photos: Path, tmp_path: Path
) -> None:
    config = tiny_config("train.epochs=1", "name=base", "val.fixed_samples=0", "val.worst_per_class=0")
    file = tmp_path / "base.yaml"
    file.write_text(yaml.safe_dump(config.model_dump(mode="json")))
    words = ("rounds", file, "--pictures", photos, "--rounds", "2", "--share", "0.4", "--min-precision", "0")

    first = run(*words, "--workspace", tmp_path / "w", "--json")

    assert first.exit_code == 0, first.output
    rounds = json.loads(first.stdout)["rounds"]
    assert [one["round"] for one in rounds] == [0, 1, 2]
    assert len({one["runs"][0] for one in rounds}) == 3
    for before, one in pairwise(rounds):
        manifest, sha256 = read_manifest(Path(one["labels"]))
        (labelled,) = manifest.sets
        assert [teacher.run for teacher in labelled.teachers] == before["runs"]
        assert manifest.round == one["round"]
        student = yaml.safe_load((tmp_path / "w" / "runs" / one["runs"][0] / "config.yaml").read_text())
        assert student["data"]["pseudo_sha256"] == sha256
        assert student["name"] == f"base round {one['round']}"
    # Each round keeps more, up to the limit.
    shares = [read_manifest(Path(one["labels"]))[0].method["share"] for one in rounds[1:]]
    assert shares == pytest.approx([0.4, 0.45])

    again = run(*words, "--workspace", tmp_path / "w")

    assert again.exit_code == 0, again.output
    assert "round 2: labelled already" in " ".join(again.stderr.split())
    for one in rounds:
        assert one["runs"][0] in " ".join(again.stdout.split())


@pytest.mark.slow
def test_rounds_of_folds_give_each_student_its_own_teacher(
    tiny_config: Callable[..., RunConfig], photos: Path, tmp_path: Path
) -> None:
    file = tmp_path / "base.yaml"
    file.write_text(yaml.safe_dump(tiny_config("train.epochs=2", "name=base").model_dump(mode="json")))
    words = ("--pictures", photos, "--folds", "2", "--method", "stable-half", "--min-precision", "0")

    result = run("rounds", file, *words, "--workspace", tmp_path / "w", "--json")

    assert result.exit_code == 0, result.output
    teachers, students = json.loads(result.stdout)["rounds"]
    manifest, _ = read_manifest(Path(students["labels"]))
    assert [[one.run for one in part.teachers] for part in manifest.sets] == [
        [run_id] for run_id in teachers["runs"]
    ]
    for part in manifest.sets:
        assert set(part.left_out) | {one.name for one in part.pictures}
        assert all(one.reliability is not None for one in part.pictures)
