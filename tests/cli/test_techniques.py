"""``segscope techniques``: complete, findable, JSON alone on standard output, and no torch."""

import json
import subprocess
import sys

from segscope.config.catalogue import CATALOGUES, STEPS
from segscope.config.catalogue.listing import all_techniques, describe


def segscope(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "importtime", "-m", "segscope", "techniques", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_json_lists_every_entry_of_every_catalogue_without_torch() -> None:
    answer = segscope("--json")
    assert answer.returncode == 0, answer.stderr
    listed = {(entry["group"], entry["name"]) for entry in json.loads(answer.stdout)}
    assert listed == {(e.group, e.name) for catalogue in (*CATALOGUES, STEPS) for e in catalogue.values()}
    loaded = {line.rsplit("|", 1)[-1].strip() for line in answer.stderr.splitlines()}
    assert not {"torch", "timm", "matplotlib", "sqlalchemy"} & loaded


def test_one_technique_shows_its_options_its_source_and_its_proof() -> None:
    answer = segscope("ce")
    assert answer.returncode == 0
    for text in ("loss=cross-entropy", "label_smoothing", "Eigen & Fergus", "test_cross_entropy.py"):
        assert text in answer.stdout


def test_a_slip_names_the_nearest_word() -> None:
    answer = segscope("cutmx")
    assert answer.returncode == 2
    assert "did you mean 'cutmix'?" in answer.stderr


def test_every_option_says_what_it_does_and_every_entry_how_it_is_used() -> None:
    for entry in all_techniques():
        described = describe(entry)
        silent = [option["name"] for option in described["options"] if not option["text"]]
        assert silent == [], f"{entry.group} {entry.name}"
        assert entry.name in described["words"]
        json.dumps(described)
