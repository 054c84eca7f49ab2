"""The catalogue names each technique once, and reading it never imports torch."""

import subprocess
import sys

import pytest

from segscope.config.catalogue import CATALOGUES, Catalogue, Technique
from segscope.errors import ConfigError

ENTRIES = [entry for catalogue in CATALOGUES for entry in catalogue.values()]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.group}-{entry.name}")
def test_an_entry_says_what_it_is_in_one_line(entry: Technique) -> None:
    assert entry.summary.endswith(".")
    assert "\n" not in entry.summary
    assert entry.source
    entry.options()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.group}-{entry.name}")
def test_an_entry_leads_to_code(entry: Technique) -> None:
    pytest.importorskip("torch")
    from segscope.train.resolve import resolve_target

    assert callable(resolve_target(entry))


def test_two_entries_of_one_name_are_refused() -> None:
    entry = Technique("a", "loss", "A.", "none", "x:y")
    with pytest.raises(ValueError, match="two loss entries are called 'b'"):
        Catalogue(
            "loss",
            [
                Technique("b", "loss", "B.", "none", "x:y"),
                entry,
                Technique("c", "loss", "C.", "n", "x:y", aliases=("b",)),
            ],
        )


def test_an_unknown_name_lists_the_known_ones() -> None:
    catalogue = Catalogue("loss", [Technique("dice", "loss", "D.", "none", "x:y")])
    with pytest.raises(ConfigError, match="known are dice"):
        catalogue["zzz"]


def test_reading_the_catalogue_imports_no_torch() -> None:
    code = "import sys, segscope.config.catalogue, segscope.config.load; print('torch' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
