"""Pages of people, over the real application."""

from typing import Any

import httpx
from starlette.testclient import TestClient
from starlette.types import ASGIApp

HOST = "http://127.0.0.1:7391"
API = "/api/v1"


class Page:
    """What one person's page does: it reads, and it writes with its token and its user's name.

    Args:
        app: The application, with its guards.
        name: Who sits before it.
    """

    def __init__(self, app: ASGIApp, name: str = "Kim") -> None:
        self.client = TestClient(app, base_url=HOST)
        self.client.headers["X-Segscope-User"] = name
        self.client.headers["X-Segscope-Token"] = self.get("/session")["token"]

    def get(self, path: str, **params: Any) -> Any:
        """Give what a successful answer says."""
        return self.ask("GET", path, params=params).json()

    def post(self, path: str, body: Any = None, **params: Any) -> Any:
        """Write, and give what a successful answer says."""
        return self.ask("POST", path, json=body, params=params).json()

    def ask(self, method: str, path: str, **options: Any) -> Any:
        """Give a successful answer itself."""
        answer = self.client.request(method, API + path, **options)
        assert answer.status_code == 200, answer.text
        return answer

    def refused(self, method: str, path: str, **options: Any) -> tuple[int, str]:
        """Give the status and the code of an answer that is no success, which tells a sentence, too."""
        answer = self.client.request(method, API + path, **options)
        body = answer.json()
        assert body["message"].endswith("."), body
        return answer.status_code, body["code"]

    def send_sheet(self, path: str, name: str, content: bytes, match: str = "{}") -> Any:
        """Send a file to the plan of an import, or to the import itself."""
        options = {"params": {"name": name, "match": match}, "content": content}
        return self.ask("POST", path, **options, headers={"Content-Type": "application/octet-stream"}).json()

    def edit(self, *edits: tuple[int, str, str, int]) -> Any:
        """Write cells: (row, field, text, base)."""
        named = [dict(zip(("row", "field", "text", "base"), edit, strict=True)) for edit in edits]
        return self.post("/notebook/edits", {"edits": named})["outcomes"]


def message_of(answer: httpx.Response) -> str:
    """Give the sentence of a refusal."""
    return str(answer.json()["message"])
