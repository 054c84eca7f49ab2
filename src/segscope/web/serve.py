"""Starts the server: one process, on the loopback address."""

import socket
from collections.abc import Callable
from ipaddress import ip_address

import uvicorn

from segscope.errors import UsageError
from segscope.store.workspace import Workspace
from segscope.web.app import create_app
from segscope.web.context import WebContext

DEFAULT_PORT = 7391
_PORTS_TRIED = 20
_SECONDS_TO_END = 2


def check_host_is_local(host: str) -> str:
    """Give the address to listen on.

    Raises:
        UsageError: It is reached from other machines.
    """
    address = "127.0.0.1" if host == "localhost" else host.strip("[]")
    try:
        is_local = ip_address(address).is_loopback
    except ValueError:
        is_local = False
    if not is_local:
        raise UsageError(
            f"--host {host} can be reached by other machines, and this version knows no accounts: serve on "
            "127.0.0.1, and let others in by `ssh -L 7391:127.0.0.1:7391 MACHINE`, or share the notebook by "
            "a team database (SEGSCOPE_STORE_URL)."
        )
    return address


def open_socket(host: str, port: int | None) -> socket.socket:
    """Listen on a port; without one on the first that is free from 7391 on.

    Raises:
        UsageError: The port is taken, or none is free.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    ports = range(DEFAULT_PORT, DEFAULT_PORT + _PORTS_TRIED) if port is None else (port,)
    for number in ports:
        # TCP is named because asyncio sends small parts at once (TCP_NODELAY) on such sockets alone: without
        # it every answer waits 40 ms for the client's delayed acknowledgement.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, number))
        except (OSError, OverflowError):
            listener.close()
            continue
        listener.listen(128)
        return listener
    shown = f"port {port} is" if port is not None else f"the ports from {DEFAULT_PORT} on are"
    raise UsageError(f"{shown} in use on {host}: give another one with --port, or 0 for any that is free.")


def serve(
    workspace: Workspace,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    ready: Callable[[str], None] = lambda _url: None,
) -> None:
    """Serve the page until the process is interrupted.

    Args:
        workspace: Open; it stays the caller's to close.
        host: A loopback address.
        port: None takes the first free one from 7391 on, 0 any that is free.
        ready: Called with the page's address once it can be opened.

    Raises:
        UsageError: The address is no loopback address, or the port is in use.
    """
    address = check_host_is_local(host)
    listener = open_socket(address, port)
    name = f"[{address}]" if ":" in address else address
    context = WebContext(workspace)
    context.warm_up()
    config = uvicorn.Config(
        create_app(workspace, context),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=_SECONDS_TO_END,
    )
    ready(f"http://{name}:{listener.getsockname()[1]}/")
    _Server(config, context).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Ends event streams before it waits for answers to be finished: these never are by themselves."""

    def __init__(self, config: uvicorn.Config, context: WebContext) -> None:
        super().__init__(config)
        self._context = context

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._context.close()
        await super().shutdown(sockets)
