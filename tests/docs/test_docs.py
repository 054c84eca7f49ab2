"""The documentation is true: tables are generated, commands exist, the Python example runs."""

import re
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from segscope.config.class_file import load_class_file
from segscope.config.load import resolve
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


def test_the_commands_of_the_readme_exist() -> None:
    commands = [line for block in blocks(README, "bash") for line in block.splitlines() if line.strip()]
    assert any(line.startswith("make demo") for line in commands)
    makefile = (ROOT / "Makefile").read_text()
    for line in commands:
        words = line.split("#")[0].split()
        if words[0] == "make":
            assert re.search(rf"^{words[1]}:", makefile, flags=re.MULTILINE), line
            continue
        assert words[0] == "segscope", line
        answer = subprocess.run(
            [sys.executable, "-m", "segscope", words[1], "--help"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert answer.returncode == 0, line
        for option in (word for word in words if word.startswith("--")):
            assert option in answer.stdout, line


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
    quick = '"augment.scale-crop.size=64", "train.batch_size=4", "model.weights=none"'
    code = example.replace('["train.epochs=2"]', f'["train.epochs=1", {quick}]')
    assert code != example
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("mIoU ")
