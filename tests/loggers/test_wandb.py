"""W&B: offline without a key, never a question, its limits kept and told."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from segscope.engine.class_set import ClassSet
from segscope.errors import ConfigError
from segscope.loggers.base import LoggedPicture, RunInfo
from segscope.loggers.wandb import MAX_PICTURES, WandbLogger
from segscope.loggers.wandb_login import forced_mode

VARIABLES = ("MODE", "API_KEY", "PROJECT", "BASE_URL", "DIR", "IDENTITY_TOKEN_FILE")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No key and no settings of the person who runs the tests."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.delenv("NETRC", raising=False)
    for variable in VARIABLES:
        monkeypatch.delenv(f"WANDB_{variable}", raising=False)
    return folder


def picture(key: str, class_set: ClassSet) -> LoggedPicture:
    label_map = np.full((4, 6), class_set.num_classes - 1, class_set.dtype)
    pixels = np.full((4, 6, 3), 7, np.uint8)
    return LoggedPicture(key, pixels, pixels, label_map, label_map)


def media(run: RunInfo) -> list[str]:
    folders = Path(run.folder, "loggers", "wandb").glob("offline-run-*/files/media/images")
    return sorted(
        str(path.relative_to(folder))
        for folder in folders
        for path in folder.rglob("*.png")
        if path.is_file()
    )


def test_without_a_key_the_run_is_offline() -> None:
    assert forced_mode() == "offline"


def test_a_key_leaves_the_choice_to_wandb(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / ".netrc").write_text("machine api.wandb.ai login user password secret\n")
    assert forced_mode() is None

    monkeypatch.setenv("WANDB_BASE_URL", "https://wandb.example.org")
    assert forced_mode() == "offline"

    monkeypatch.setenv("WANDB_API_KEY", "secret")
    assert forced_mode() is None


@pytest.mark.parametrize("mode", ["offline", "disabled", "dryrun"])
def test_the_mode_that_the_user_set_is_respected(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANDB_MODE", mode)

    assert forced_mode() is None


def test_online_without_a_key_is_an_error_and_not_a_question(
    run_info: RunInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("wandb")
    monkeypatch.setenv("WANDB_MODE", "online")

    with pytest.raises(ConfigError, match="wandb login"):
        WandbLogger().start(run_info)


def test_a_damaged_netrc_is_no_key(home: Path) -> None:
    (home / ".netrc").write_text("machine \n pass")

    assert forced_mode() == "offline"


def test_more_pictures_than_wandb_takes_are_told(run_info: RunInfo, capfd: Any) -> None:
    pytest.importorskip("wandb")
    logger = WandbLogger()
    logger.start(run_info)
    logger.log_pictures([picture(f"val/panel/{n:03}", run_info.class_set) for n in range(100)], 1)
    logger.log_scalars({"_step": 5.0, "train/loss": 0.5}, 1)
    logger.finish("finished")

    found = media(run_info)
    assert sum(path.startswith("val/panel/") for path in found) == 100
    assert sum(path.startswith("val/overlay/") for path in found) == MAX_PICTURES - 100
    assert [sentence.split()[0] for sentence in logger.left_out] == [str(200 - MAX_PICTURES), "1"]
    assert logger.hint.startswith("wandb sync ")
    assert "".join(capfd.readouterr()) == ""


def test_classes_beyond_its_masks_leave_the_panel_only(run_info: RunInfo) -> None:
    pytest.importorskip("wandb")
    class_set = ClassSet(tuple(f"class {n}" for n in range(300)))
    long_id = "val/panel/" + "긴이름" * 60
    logger = WandbLogger()
    logger.start(replace(run_info, class_set=class_set))
    logger.log_pictures([picture("val/panel/a", class_set), picture(long_id, class_set)], 1)
    logger.finish("stopped")

    assert [path.split("/")[:2] for path in media(run_info)] == [["val", "panel"]] * 2
    assert [sentence.split()[0] for sentence in logger.left_out] == ["2"]
    assert "255" in logger.left_out[0]


def test_a_run_that_another_script_part_has_open_is_left_alone(run_info: RunInfo, tmp_path: Path) -> None:
    wandb = pytest.importorskip("wandb")
    with wandb.init(mode="offline", dir=tmp_path, settings=wandb.Settings(silent=True, console="off")) as own:
        logger = WandbLogger()
        logger.start(run_info)
        logger.log_scalars({"train/loss": 0.5}, 1)
        logger.finish("finished")

        assert wandb.run is own
        own.log({"mine": 1})
