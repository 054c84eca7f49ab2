"""Which requests are served: those that a page of this very server, or a script on this machine, makes.

A server on the loopback address is reached by every page that the browser shows, and through names that
somebody else's name server points here. So the Host header must be one of ours, and what writes must come
from our own page, with the token that only it can read.
"""

import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit

from segscope.web.refusal import Refusal

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
TOKEN_HEADER = "x-segscope-token"
WRITTEN_TYPES = ("application/json", "application/octet-stream")


def check_host(headers: Mapping[str, str]) -> None:
    """Serve only requests to this server's own names.

    Browsers on the other end of an SSH tunnel may use another port, so any port is right.

    Raises:
        Refusal: The Host header names another machine.
    """
    host = headers.get("host", "")
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    if name.lower() not in LOOPBACK_NAMES:
        raise Refusal(421, "wrong_host", "this server answers to localhost and 127.0.0.1 alone.")


def check_origin(headers: Mapping[str, str]) -> None:
    """Let nothing write but what comes from a page of this server, or from no page at all.

    Raises:
        Refusal: Another site sent the request.
    """
    origin, host = headers.get("origin"), headers.get("host", "")
    own = origin is None or (urlsplit(origin).scheme in ("http", "https") and urlsplit(origin).netloc == host)
    if not own or headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Refusal(403, "wrong_origin", "this request comes from another site: use segscope's own page.")


def check_written(headers: Mapping[str, str], token: str, *, has_body: bool) -> None:
    """Let nothing write that does not hold the token, or that a plain form could send.

    Raises:
        Refusal: The token is missing or not this server's, or the body's type is none that is read.
    """
    if not hmac.compare_digest(headers.get(TOKEN_HEADER, "").encode(), token.encode()):
        raise Refusal(
            403,
            "wrong_token",
            "the server was started anew: load the page again, and what you wrote is sent.",
        )
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    if has_body and kind not in WRITTEN_TYPES:
        raise Refusal(415, "wrong_type", "send application/json, or a sheet as application/octet-stream.")
