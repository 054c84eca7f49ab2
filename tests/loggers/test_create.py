"""Names become loggers, late: until a run starts, no tool's package is imported."""

import subprocess
import sys

import pytest

from segscope.errors import ConfigError, MissingDependencyError
from segscope.loggers.base import RunInfo
from segscope.loggers.create import KNOWN_LOGGERS, available, create_logger
from segscope.loggers.packages import import_package


@pytest.mark.parametrize("name", KNOWN_LOGGERS)
def test_a_logger_carries_the_name_it_was_asked_for(name: str) -> None:
    logger = create_logger(name)

    assert logger.name == name
    assert logger.hint == ""
    assert not logger.left_out


@pytest.mark.parametrize(("typed", "meant"), [("tensorbord", "tensorboard"), ("WandB", "wandb")])
def test_an_unknown_name_is_answered_with_the_nearest(typed: str, meant: str) -> None:
    with pytest.raises(ConfigError, match=f"did you mean '{meant}'"):
        create_logger(typed)


def test_a_name_like_none_is_answered_with_all() -> None:
    with pytest.raises(ConfigError, match="The loggers are tensorboard, wandb, mlflow"):
        create_logger("comet")


def test_importing_loggers_imports_no_tool() -> None:
    code = (
        "import sys, segscope.loggers, segscope.loggers.create as c, segscope.loggers.fanout;"
        "c.available(); [c.create_logger(name) for name in c.KNOWN_LOGGERS];"
        "print(sorted({'tensorboard', 'wandb', 'mlflow', 'torch', 'tensorflow'} & set(sys.modules)))"
    )

    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed.strip() == "[]"


@pytest.mark.parametrize("name", KNOWN_LOGGERS)
def test_a_missing_package_is_told_with_what_to_install(
    name: str, monkeypatch: pytest.MonkeyPatch, run_info: RunInfo
) -> None:
    for module in [module for module in sys.modules if module.split(".")[0] == name]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, name, None)

    with pytest.raises(MissingDependencyError, match=rf"pip install 'segscope\[{name}\]'"):
        create_logger(name).start(run_info)


def test_a_package_that_is_broken_tells_its_own_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("packages")
    (folder / "broken_tool.py").write_text("import a_part_that_is_missing")
    monkeypatch.syspath_prepend(folder)

    with pytest.raises(ModuleNotFoundError, match="a_part_that_is_missing"):
        import_package("broken_tool", extra="tool")


def test_only_installed_tools_are_available(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "segscope.loggers.create.find_spec", lambda package: object() if package == "wandb" else None
    )

    assert available() == ("wandb",)
