"""``segscope report`` writes a planted day."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from segscope.cli.main import main
from segscope.store import Workspace
from tests.analysis.meeting.planted import plant_day

Report = Callable[..., tuple[int, str, str]]


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Report:
    """Give a function that runs ``segscope report …``: exit code, standard output, standard error."""

    def call(*words: str) -> tuple[int, str, str]:
        place = ["--workspace", str(tmp_path / "workspace"), "--out", str(tmp_path / "out")]
        monkeypatch.setattr(sys, "argv", ["segscope", "report", *words, *place])
        left = 0
        try:
            main()
        except SystemExit as leaving:
            left = int(leaving.code or 0)
        captured = capsys.readouterr()
        return left, captured.out, captured.err

    return call


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    with Workspace.open(tmp_path / "workspace") as workspace:
        plant_day(workspace, pictures)
    return tmp_path / "out"


def test_a_day_becomes_a_blogs_page_and_one_html_file(report: Report, planted: Path) -> None:
    code, out, told = report(
        "--since", "1h", "--title", "A: \"day\"\n---", "--tag", "seg", "--front", "layout=post",
        "--front", "draft=true",
    )  # fmt: skip
    assert code == 0
    markdown, html = map(Path, out.split("\n")[:2])
    assert {markdown, html} <= set(planted.iterdir())
    assert markdown.name.endswith("-a-day.md")
    assert html.name == "report.html"
    front = yaml.safe_load(markdown.read_text("utf-8").split("---\n")[1])
    assert front["title"] == 'A: "day" ---'
    assert (front["tags"], front["layout"], front["draft"]) == (["seg"], "post", True)
    assert f"{front['date']}" == markdown.name[:10]
    pictures = sorted(planted.glob("*/*.jpg"))
    assert len(pictures) == 5
    for picture in pictures:
        assert f"]({picture.parent.name}/{picture.name})" in markdown.read_text("utf-8")
    assert "2 experiments finished" in told


def test_json_tells_scripts_the_same(report: Report, planted: Path) -> None:
    code, out, _ = report("--since", "1h", "--format", "html", "--json")
    told = json.loads(out)
    assert code == 0
    assert [Path(file).name for file in told["files"]] == ["report.html"]
    assert [row["number"] for row in told["finished"]] == [1, 2]
    assert told["finished"][1]["comparison"]["overall"]["verdict"] == "better"
    assert [one["row"] for one in told["broken"]] == [3]
    assert len(told["pictures"]) == 5
    assert list(planted.iterdir()) == [planted / "report.html"]


def test_korean_pages_say_everything_in_korean(report: Report, planted: Path) -> None:
    code, out, told = report("--since", "1h", "--format", "markdown", "--language", "ko")
    text = Path(out.strip()).read_text("utf-8")
    assert code == 0
    assert "실험 2개(학습 2번)가 끝났습니다" in told
    assert "## 함께 볼 사진" in text
    assert " better" not in text


def test_an_empty_time_is_told_kindly(report: Report, tmp_path: Path) -> None:
    code, out, told = report()
    assert code == 0
    assert "begin with segscope train" in told
    assert len(out.splitlines()) == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--since", "soon"], "'soon' is no time"),
        (["--since", "now"], "is empty"),
        (["--front", "layout"], "is not of the form key=value"),
        (["--front", "a=[1"], "is no YAML"),
        (["--front", "day=2026-13-45"], "is no YAML"),
        (["--language", "fr"], "Invalid value"),
    ],
)
def test_wrong_use_is_one_sentence(report: Report, words: list[str], sentence: str) -> None:
    code, _, told = report(*words)
    assert code == 2
    assert sentence in " ".join(told.split())
