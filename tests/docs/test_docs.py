"""The documentation is true: tables are generated, commands exist, the Python example runs."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer.main
import yaml
from typer.core import TyperGroup

from segscope.cli import main
from segscope.config.class_file import load_class_file
from segscope.config.load import load_config, resolve
from segscope.data.recycling import write_recycling

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def load_script(path: Path) -> ModuleType:
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tables_of_the_config_page_are_generated() -> None:
    script = load_script(ROOT / "docs" / "make_tables.py")
    page = script.PAGE.read_text(encoding="utf-8")
    assert page == script.with_tables(page), "run `python docs/make_tables.py`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
    missing = [t for t in targets if not t.startswith("http") and not (page.parent / t).exists()]
    assert missing == []


def headings(page: Path) -> set[str]:
    """Give the anchors that GitHub makes of a page's headings."""
    lines = (line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("#"))
    return {re.sub(r"[^\w\- ]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in lines}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_to_headings_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]*\.md)?#([^)]+)\)", page.read_text(encoding="utf-8"))
    missing = [t for t in targets if t[1] not in headings(page.parent / t[0] if t[0] else page)]
    assert missing == []


def test_the_readme_leads_to_every_page() -> None:
    linked = {target.partition("#")[0] for target in re.findall(r"\]\(([^)]+)\)", README)}
    assert {f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")} <= linked


def commands(page: Path) -> Iterator[list[str]]:
    """Give the commands of a page, in blocks and in sentences, as lists of words."""
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for block in blocks(text, "bash") for line in block.splitlines()]
    lines += re.findall(r"`((?:segscope|make) [^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    for line in lines:
        words = shlex.split(line, comments=True)
        for joined, of_one in groupby(words, lambda word: word == "&&"):
            if not joined:
                yield list(of_one)


@pytest.fixture(scope="module")
def program() -> TyperGroup:
    """The whole command line."""
    main._register([])
    found = typer.main.get_command(main.app)
    assert isinstance(found, TyperGroup)
    return found


def options_of(program: TyperGroup, words: list[str]) -> set[str]:
    """Give the options of the command that some words call."""
    known: Any = program
    for word in words:
        if word.startswith("-") or not isinstance(known, TyperGroup):
            break
        # `segscope pseudo RUN... PICTURES` is short for `segscope pseudo label`
        name = "label" if known.name == "pseudo" and word not in known.commands else word
        assert name in known.commands, f"segscope {' '.join(words)}"
        known = known.commands[name]
    return {"--help"} | {name for p in known.params for name in (*p.opts, *p.secondary_opts)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_of_a_page_exist_and_their_settings_are_valid(page: Path, program: TyperGroup) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name, *words in commands(page):
        if name == "make":
            assert re.search(rf"^{words[0]}:", makefile, flags=re.MULTILINE), words
        if name != "segscope":
            continue
        asked = {word for word in words if word.startswith("--")}
        assert asked <= options_of(program, words), f"segscope {' '.join(words)}"
        if words[0] == "train":
            settings = [word for word in words[1:] if re.match(r"[a-z_.-]+[+-]?=", word)]
            assert load_config(None, settings, data="DATA").data.path == "DATA", words


def test_the_configs_and_class_files_of_the_pages_are_valid(tmp_path: Path) -> None:
    for page in PAGES:
        for block in blocks(page.read_text(encoding="utf-8"), "yaml"):
            if "classes:" in block:
                path = tmp_path / "classes.yaml"
                path.write_text(block, encoding="utf-8")
                assert load_class_file(path).class_set.num_classes > 0
            else:
                assert resolve(yaml.safe_load(block)).data.path


def test_the_python_example_runs(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    data = tmp_path / "DATA"
    write_recycling(data, images=8, val_images=4, size=64, seed=1)
    (example,) = blocks(README, "python")
    quick = '"augment.scale-crop.size=64", "train.batch_size=4", "model.weights=none", "name=baseline"'
    code = example.replace('["train.epochs=2"]', f'["train.epochs=1", {quick}]')
    assert code != example
    (of_workspace,) = blocks((ROOT / "docs" / "workspace.md").read_text(encoding="utf-8"), "python")
    code += f"{of_workspace}\nassert label_map.shape == (64, 64)\n"
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("mIoU ")
