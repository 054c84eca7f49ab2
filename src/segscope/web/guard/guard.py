"""The guard itself: the outermost layer of the application, written once for every route there is."""

from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from segscope.web.guard.body_limit import MAX_BODY, limited, too_long
from segscope.web.guard.headers import NO_STORE, SECURITY_HEADERS
from segscope.web.guard.requests import SAFE_METHODS, check_host, check_origin, check_written
from segscope.web.refusal import Refusal


@dataclass(frozen=True, slots=True)
class GuardSettings:
    """What the guard compares with.

    Attributes:
        token: The secret that this server's page reads and sends back with what it writes.
        max_body: Bytes of a request, at most.
    """

    token: str
    max_body: int = MAX_BODY


class Guard:
    """Lets requests pass that may, and puts the security headers on every answer, also on errors.

    Args:
        app: What is guarded.
        settings: What requests are compared with.
    """

    def __init__(self, app: ASGIApp, settings: GuardSettings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; there are no WebSockets."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            raise RuntimeError(f"segscope serves no {scope['type']}.")
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", NO_STORE)
            await send(message)

        try:
            self._check(scope)
            await self._app(scope, limited(receive, self._settings.max_body), send_with_headers)
        except Refusal as refusal:
            if started:  # part of an answer is out: the connection ends
                raise
            await refusal.answer()(scope, receive, send_with_headers)

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        check_host(headers)
        if scope["method"] in SAFE_METHODS:
            return
        check_origin(headers)
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > self._settings.max_body:
            raise too_long(self._settings.max_body)
        has_body = length not in ("", "0") or "transfer-encoding" in headers
        check_written(headers, self._settings.token, has_body=has_body)
