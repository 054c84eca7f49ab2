"""``segscope check``: exit codes, JSON alone on standard output, and the sheet where it was asked for."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
import typer
from PIL import Image
from typer.testing import CliRunner, Result

from segscope.cli import check
from segscope.data.open import open_dataset
from segscope.data.recycling import write_recycling
from segscope.errors import ConfigError, UsageError
from tests.data.folders import write_folder

app = typer.Typer()
check.register(app)


@app.command()
def _other() -> None:
    """Keep ``check`` a verb of its own: a lone command would lose its name."""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["check", *map(str, arguments)])


def test_a_sound_data_set_exits_with_0_and_shows_its_classes(tmp_path: Path) -> None:
    data = write_folder(tmp_path / "data")

    result = run(data, "--out", tmp_path / "out")

    assert result.exit_code == 0, result.output
    for word in ("Background", "Paper", "Metal", "Glass", "train", "val", "objects", "fit to train on"):
        assert word in result.stdout
    assert str(tmp_path / "out" / "contact-sheet.png") in result.stderr


def test_an_error_exits_with_1_and_says_file_and_remedy(tmp_path: Path) -> None:
    data = write_folder(tmp_path / "data")
    (data / "train/masks/t1.png").unlink()

    result = run(data, "--out", tmp_path)

    assert result.exit_code == 1
    assert "error missing-mask" in result.stdout
    assert "train/images/t1.png" in result.stdout
    assert "→ Add a mask" in result.stdout


def test_json_stands_alone_on_standard_output(tmp_path: Path) -> None:
    data = write_folder(tmp_path / "data")

    result = run(data, "--out", tmp_path, "--json")

    content = json.loads(result.stdout)
    assert result.exit_code == 0
    assert content["has_errors"] is False
    assert [split["name"] for split in content["splits"]] == ["train", "val"]
    assert content["contact_sheet"] == str(tmp_path / "contact-sheet.png")


def test_the_sheet_lies_in_the_workspace_and_never_beside_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = write_folder(tmp_path / "data")
    before = sorted(data.rglob("*"))
    monkeypatch.setenv("SEGSCOPE_WORKSPACE", str(tmp_path / "by-environment"))

    run(data, "--workspace", tmp_path / "given")
    run(data)

    digest = hashlib.sha256(str(data.resolve()).encode()).hexdigest()
    for workspace in ("given", "by-environment"):
        assert (tmp_path / workspace / f"checks/data-{digest[:8]}/contact-sheet.png").is_file()
    assert sorted(data.rglob("*")) == before


def test_every_class_is_on_the_sheet(tmp_path: Path) -> None:
    masks = {"train": {f"only{value}": np.full((24, 32), value, np.uint8) for value in range(4)}}
    data = write_folder(tmp_path / "data", masks, class_text=None)
    colours = {"Background": "#000000", "Paper": "#ff0000", "Metal": "#00ff00", "Glass": "#0000ff"}
    entries = "\n".join(f'- {{name: {name}, colour: "{colour}"}}' for name, colour in colours.items())
    (data / "classes.yaml").write_text(f"classes:\n{entries}\n", encoding="utf-8")

    run(data, "--out", tmp_path)

    sheet = np.asarray(Image.open(tmp_path / "contact-sheet.png")).reshape(-1, 3).astype(int)
    # Swatches of the legend and half-transparent tiles: each colour must cover more than its swatch.
    for channel in range(3):
        others = [other for other in range(3) if other != channel]
        tinted = (sheet[:, channel] - sheet[:, others].max(axis=1)) > 60
        assert tinted.sum() > 5000


def test_options_reach_the_reader(tmp_path: Path) -> None:
    data = write_folder(tmp_path / "data", class_text="Background\nPaper\nMetal\n")

    assert run(data, "--out", tmp_path).exit_code == 1
    ignoring = run(data, "--out", tmp_path, "--ignore", "3", "--group", r"^(.)", "--json")

    content = json.loads(ignoring.stdout)
    assert ignoring.exit_code == 0
    assert content["class_set"]["ignore_id"] == 3
    assert [split["groups"] for split in content["splits"]] == [1, 1]


def test_wrong_use_is_an_error_of_exit_code_2(tmp_path: Path) -> None:
    data = write_folder(tmp_path / "data", class_text=None)

    for arguments, kind in (((tmp_path / "gone",), UsageError), ((data,), ConfigError)):
        result = run(*arguments)
        assert isinstance(result.exception, kind)
        assert kind.exit_code == 2
    assert run().exit_code == 2


def test_broken_data_sets_are_shown_not_raised(tmp_path: Path) -> None:
    data = write_folder(tmp_path / "data")
    for path in data.rglob("*.png"):
        path.write_bytes(b"broken")

    result = run(data, "--out", tmp_path)

    assert result.exit_code == 1
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "unreadable-file" in result.stdout
    assert not (tmp_path / "contact-sheet.png").exists()


def test_data_sets_of_one_name_keep_their_own_sheets(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    for name in ("a/data", "b/data", "set.v1", "set.v2", "폐기물 #1"):
        assert run(write_folder(tmp_path / name), "--workspace", workspace).exit_code == 0
    run(tmp_path / "a/../a/data", "--workspace", workspace)

    folders = sorted(path.name for path in (workspace / "checks").iterdir())

    assert len(folders) == 5
    assert all(name.isascii() for name in folders)
    assert len(list(workspace.rglob("contact-sheet.png"))) == 5


def test_a_check_that_writes_nothing_there_makes_no_workspace(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    data = write_folder(tmp_path / "data")

    assert run(data, "--out", tmp_path / "out", "--json", "--workspace", workspace).exit_code == 0
    assert isinstance(run(tmp_path / "gone", "--workspace", workspace).exception, UsageError)
    for path in data.rglob("masks/*.png"):
        path.write_bytes(b"broken")
    assert run(data, "--workspace", workspace).exit_code == 1

    assert not workspace.exists()


def test_the_overlap_rule_reaches_the_reader(tmp_path: Path) -> None:
    write_recycling(tmp_path / "data", images=4, val_images=4, size=64)

    def pixels(rule: str) -> list[list[int]]:
        result = run(tmp_path / "data", "--workspace", tmp_path / "w", "--overlap", rule, "--json")
        splits = json.loads(result.stdout)["splits"]
        return [[one["pixels"] for one in split["classes"]] for split in splits]

    assert pixels("smaller-on-top") != pixels("earlier-on-top")
    wrong = run(write_folder(tmp_path / "masks"), "--out", tmp_path, "--overlap", "smaler-on-top")
    assert isinstance(wrong.exception, UsageError)
    assert "smaller-on-top, later-on-top" in str(wrong.exception)


def test_the_folder_of_the_pictures_reaches_the_reader(tmp_path: Path) -> None:
    write_recycling(tmp_path / "data", images=4, val_images=4, size=64)
    (tmp_path / "labels").mkdir()
    for name in ("train.json", "val.json"):
        (tmp_path / "data" / name).rename(tmp_path / "labels" / name)

    missing = run(tmp_path / "labels", "--workspace", tmp_path / "w")
    found = run(tmp_path / "labels", "--workspace", tmp_path / "w", "--images", tmp_path / "data")

    assert (missing.exit_code, found.exit_code) == (1, 0)


def test_rasterised_label_maps_are_kept_where_training_looks_for_them(tmp_path: Path) -> None:
    write_recycling(tmp_path / "data", images=4, val_images=4, size=64)
    cache = tmp_path / "w/cache/labels"

    run(tmp_path / "data", "--workspace", tmp_path / "w")

    kept = {path: path.stat().st_mtime_ns for path in cache.rglob("*.png")}
    assert len(kept) == 8
    dataset = open_dataset(tmp_path / "data", cache_dir=cache)
    for samples in dataset.samples.values():
        for sample in samples:
            dataset.read_label_map(sample)
    assert {path: path.stat().st_mtime_ns for path in cache.rglob("*.png")} == kept
