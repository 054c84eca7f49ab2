"""Watches pages of the browser: an error in the console or a request to elsewhere fails the test."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

_OWN_SCHEMES = ("data", "blob")


class Watch:
    """What the pages of a context did that none should.

    Args:
        host: Name and port of the only server that may be asked.
    """

    def __init__(self, host: str) -> None:
        self._host = host
        self._allowed: list[str] = []
        self.faults: list[str] = []

    def follow(self, context: BrowserContext) -> None:
        """Watch all pages of a context, also those that it opens later."""
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"exception: {error.error}"))
        context.on("page", lambda page: page.on("crash", lambda _page: self.faults.append("a page crashed")))

    def allow(self, pattern: str) -> None:
        """Let faults pass that a test brings about, such as those of a cut connection."""
        self._allowed.append(pattern)

    def check(self) -> None:
        """Fail with what was seen."""
        seen = [fault for fault in self.faults if not any(re.search(p, fault) for p in self._allowed)]
        assert not seen, "\n".join(seen)

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in _OWN_SCHEMES and address.netloc != self._host:
            self.faults.append(f"request off the host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"status {response.status}: {response.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning", "assert"):
            where = message.location.get("url", "")
            self.faults.append(f"console {message.type}: {message.text} ({where})")


def overflow(page: Page) -> int:
    """Tell by how many pixels the document is wider than the window."""
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert isinstance(width, int)
    return width
