"""What starts fast stays torch-free, also through third-party packages that import-linter cannot see."""

import subprocess
import sys

import pytest

HEAVY = ("torch", "torchvision", "timm", "segmentation_models_pytorch", "lightning_fabric", "wandb", "mlflow")


def loaded(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint('\\n'.join(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(answer.stdout.split("\n"))


@pytest.mark.parametrize(
    "code",
    [
        "import segscope",
        "import segscope; segscope.ClassSet; segscope.count",
        "import segscope.cli.main",
        "import segscope; segscope.open_dataset; segscope.diagnose; segscope.Workspace",
        "import segscope; segscope.ValidationRecorder; segscope.read_config; segscope.compare",
        "import segscope.loggers.create, segscope.report.panel, segscope.data.check, segscope.data.recycling",
    ],
)
def test_no_heavy_package_is_loaded(code: str) -> None:
    assert not loaded(code) & set(HEAVY)


def test_import_segscope_loads_nothing_but_itself() -> None:
    assert not loaded("import segscope") & {"numpy", "pydantic", "sqlalchemy", "matplotlib", "PIL", "rich"}


def test_the_engine_loads_numpy_alone() -> None:
    assert not loaded("import segscope.engine") & {
        "PIL",
        "pydantic",
        "sqlalchemy",
        "pyarrow",
        "matplotlib",
        "yaml",
    }


@pytest.mark.parametrize(
    "verb",
    [
        "--help",
        "--version",
        "check --help",
        "train --help",
        "demo --help",
        "runs list",
        "techniques",
        "ablate --help",
    ],
)
def test_the_command_line_answers_without_torch(verb: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    code = (
        "import contextlib, os, sys, io\n"
        f"os.environ['SEGSCOPE_WORKSPACE'] = {str(tmp_path_factory.mktemp('w'))!r}\n"
        f"sys.argv = ['segscope', *{verb.split()!r}]\n"
        "from segscope.cli.main import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    main()\n"
    )
    assert not loaded(code) & set(HEAVY)


def test_the_public_functions_stay_callable_after_the_rooms_of_their_names_are_imported() -> None:
    """A script that trains twice: the first call imports the room ``segscope.train``."""
    code = (
        "import segscope, segscope._api; from segscope.errors import UsageError\n"
        "def call():\n"
        "    try: segscope.train('/nowhere')\n"
        "    except UsageError as error: assert 'no such file' in str(error)\n"
        "    else: raise AssertionError\n"
        "call()\n"
        "import segscope.train.ema\n"
        "call()\n"
        "assert segscope.train.ema.WeightAverage"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
