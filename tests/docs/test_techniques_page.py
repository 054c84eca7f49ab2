"""docs/techniques.md is what the catalogue says today."""

import json
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from segscope.config.catalogue.listing import all_techniques

DOCS = Path(__file__).parents[2] / "docs"


def script() -> ModuleType:
    spec = spec_from_file_location("make_techniques", DOCS / "make_techniques.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_up_to_date() -> None:
    made = script()
    assert made.PAGE.read_text(encoding="utf-8") == made.page(), "run `python docs/make_techniques.py`"


def test_every_entry_that_acts_in_a_step_has_a_measured_cost() -> None:
    made = script()
    costs = json.loads(made.COSTS.read_text(encoding="utf-8"))["costs"]
    missing = [
        f"{entry.group}/{entry.name}"
        for entry in all_techniques()
        if entry.group not in made.UNMEASURED and f"{entry.group}/{entry.name}" not in costs
    ]
    assert missing == [], "run `python benchmarks/bench_techniques.py --only NAME`"
    assert all(cost["ratio"] > 0 for cost in costs.values())
