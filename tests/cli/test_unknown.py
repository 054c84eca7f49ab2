"""``segscope unknown``: sheets and file, JSON alone on standard output, names and merging, wrong use."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
import typer
from typer.testing import CliRunner, Result

from segscope.cli import unknown
from segscope.config.load import load_config
from segscope.config.unknown_file import load_unknown_file
from segscope.errors import UsageError
from segscope.store.workspace import Workspace
from segscope.train.folds import train_folds
from segscope.train.progress import SilentWatcher
from tests.train.conftest import TINY
from tests.train.unknown.objects_data import write_objects
from tests.train.unknown.test_explore import QUICK

app = typer.Typer()
unknown.register(app)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["unknown", *map(str, arguments)])


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("unknown-cli")
    data = write_objects(folder / "data", pictures=8, val=4)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    with Workspace.open(folder / "workspace") as place:
        config = load_config(None, [f"data.path={data}", *TINY, *QUICK, "name=base"])
        train_folds(config, place, 2, SilentWatcher())
    yield folder / "workspace"
    torch.set_num_threads(threads)


def test_file_and_sheets_lie_in_the_workspace_and_the_verdict_is_told(workspace: Path) -> None:
    result = run("explore", "base", "--smallest", "4", "--device", "cpu", "--workspace", workspace)

    assert result.exit_code == 0, result.output
    (file,) = (workspace / "unknown").glob("*/unknown.yaml")
    assert (file.parent / "clusters.png").is_file()
    assert "holds 3 kinds of objects" in result.stdout
    assert "thing 1, 12 objects (33 %)" in " ".join(result.stdout.split())
    assert str(file) in result.stderr.replace("\n", "")
    assert "warning: 4 of the 12 pictures looked at are of the split 'val'" in result.stderr


def test_json_alone_is_on_standard_output_and_parts_can_be_asked_for(workspace: Path, tmp_path: Path) -> None:
    words = ("--parts", "2", "--json", "--out", tmp_path / "out", "--workspace", workspace)
    result = run("explore", "base", *words)

    found = json.loads(result.stdout)
    assert found["file"] == str(tmp_path / "out" / "unknown.yaml")
    assert (found["class"], found["chosen"], found["out_of_fold"]) == ("thing", 2, True)
    assert "4 of the 12 pictures" in found["warning"]
    assert [cluster["number"] for cluster in found["clusters"]] == [1, 2]
    assert "smaller than 20" in found["candidates"][0]["objection"]

    file = tmp_path / "out" / "unknown.yaml"
    renamed = run("rename", file, "2", "--name", "cables")
    assert "cables: cluster 2" in renamed.stdout
    merged = run("merge", file, "1,2", "--name", "all of it")
    assert "all of it: cluster 1, 2, 36 objects" in merged.stdout
    assert load_unknown_file(file).parts == ("all of it",)


def test_wrong_use_is_one_sentence(workspace: Path, tmp_path: Path) -> None:
    run("explore", "base", "--parts", "2", "--out", tmp_path, "--workspace", workspace)
    file = tmp_path / "unknown.yaml"
    for words, complaint in (
        (("merge", file, "1", "--name", "x"), "is one cluster"),
        (("merge", file, "1;2", "--name", "x"), "is no list of numbers"),
        (("rename", file, "5", "--name", "x"), "there is no cluster 5: there are 1, 2"),
        # Before the run is looked for, let alone its pictures.
        (("explore", "nobody", "--out", tmp_path, "--workspace", workspace), "is there already"),
    ):
        result = run(*words)
        assert isinstance(result.exception, UsageError), result.output
        assert complaint in str(result.exception)


def test_more_clusters_than_can_be_matched_to_earlier_ones_are_not_asked_for(workspace: Path) -> None:
    result = run("explore", "base", "--parts", "9", "--workspace", workspace)
    assert result.exit_code == 2
    assert "equal to 8" in result.output
