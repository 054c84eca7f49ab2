"""Where the pages of a workspace are."""

import json
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote


@dataclass(frozen=True)
class Places:
    """Ids of what a workspace holds, and the addresses of its pages.

    Attributes:
        first: Id of the first run.
        last: Id of the last run.
        classes: Names of the classes.
        sample: A picture of the validation split.
        best: Number of the last run's best validation.
    """

    first: str
    last: str
    classes: tuple[str, ...]
    sample: str
    best: int

    @property
    def run(self) -> str:
        """The last run's page."""
        return f"/runs/{self.last}"

    @property
    def picture(self) -> str:
        """A picture of it."""
        return f"{self.run}/pictures/{quote(self.sample)}"

    @property
    def compare(self) -> str:
        """Both runs beside each other."""
        return f"/compare?a={self.first}&b={self.last}"

    def all(self) -> dict[str, str]:
        """Name every page."""
        weakest = quote(self.classes[-1], safe="")
        return {
            "notebook": "/",
            "runs": "/runs",
            "run": self.run,
            "class": f"{self.run}/classes/{weakest}",
            "pictures": f"{self.run}/pictures",
            "picture": self.picture,
            "trend": f"/classes/{weakest}",
            "compare": self.compare,
            "meeting": "/meeting",
        }


def ask(url: str) -> Any:
    """Ask the API for something."""
    with urllib.request.urlopen(url, timeout=60) as answer:
        return json.load(answer)


def find_places(server: str) -> Places:
    """Ask a server what it holds."""
    api = f"{server}/api/v1"
    runs = sorted(ask(f"{api}/runs"), key=lambda run: str(run["created_at"]))
    last = runs[-1]
    classes = tuple(entry["name"] for entry in ask(f"{api}/runs/{last['id']}")["classes"])
    pictures = ask(f"{api}/runs/{last['id']}/validations/{last['best']}/pictures")["pictures"]
    return Places(runs[0]["id"], last["id"], classes, pictures[0]["sample"], last["best"])
