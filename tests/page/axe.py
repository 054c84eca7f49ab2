"""axe-core, which finds what keeps people with other eyes or hands from using a page."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
# The parts of a bar are as long as what they tell; the lists' filters lead to the same pictures.
_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": False}},
}
_GRAVE = ("serious", "critical")


def grave_findings(page: Page) -> list[str]:
    """Name what is serious or critical on a page, each with the first elements that it is about.

    The page's context must have been made with ``bypass_csp=True``: its policy lets no script in.
    """
    if not AXE.is_file():
        pytest.skip("no axe-core: `make install`")
    page.add_script_tag(path=AXE)
    found = page.evaluate("options => axe.run(document, options)", _OPTIONS)
    return [_said(violation) for violation in found["violations"] if violation["impact"] in _GRAVE]


def _said(violation: dict[str, Any]) -> str:
    nodes = [f"    {node['html'][:160]}\n      {node['failureSummary']}" for node in violation["nodes"][:5]]
    return "\n".join([f"{violation['impact']}: {violation['id']}, {violation['help']}", *nodes])
