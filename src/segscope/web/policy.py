"""Who may call a route: each one says so, and one that does not is refused at start-up.

Today the server listens on the loopback address alone, and whoever reaches it is the workspace's owner.
Accounts bring other roles to requests; the routes stay as they are.
"""

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any, TypeVar

from fastapi import APIRouter, Depends, Request
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from segscope.web.refusal import Refusal

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


class Role(IntEnum):
    """What somebody may do; each role may do what the ones before it may."""

    VIEWER = 1
    """Read everything."""
    EDITOR = 2
    """Also write notes, comments, pins and views, and import sheets."""
    ADMIN = 3
    """Also delete runs, and manage people."""


def role_of_request(request: Request) -> Role:
    """Tell which role a request has. Only the loopback address is served, so it is the owner's."""
    del request
    return Role.ADMIN


class _Needs:
    """A dependency that lets a request pass if its role is high enough."""

    def __init__(self, role: Role) -> None:
        self.role = role

    def __call__(self, request: Request) -> None:
        if role_of_request(request) < self.role:
            raise Refusal(403, "forbidden", f"this needs the role {self.role.name.lower()}: ask an admin.")


class PolicyRouter(APIRouter):
    """A router whose routes all name the role that they need.

    Example:
        >>> router = PolicyRouter(prefix="/greetings")
        >>> @router.get("", role=Role.VIEWER)
        ... def greet() -> str:
        ...     return "hello"
        >>> [needed_role(route).name for route in router.routes]
        ['VIEWER']
    """

    def get(self, path: str, *, role: Role, **options: Any) -> Callable[[Endpoint], Endpoint]:  # type: ignore[override]
        """Add a route that reads."""
        return super().get(path, dependencies=[Depends(_Needs(role))], **options)

    def post(self, path: str, *, role: Role, **options: Any) -> Callable[[Endpoint], Endpoint]:  # type: ignore[override]
        """Add a route that writes."""
        return super().post(path, dependencies=[Depends(_Needs(role))], **options)

    def put(self, path: str, *, role: Role, **options: Any) -> Callable[[Endpoint], Endpoint]:  # type: ignore[override]
        """Add a route that writes what it names."""
        return super().put(path, dependencies=[Depends(_Needs(role))], **options)

    def delete(self, path: str, *, role: Role, **options: Any) -> Callable[[Endpoint], Endpoint]:  # type: ignore[override]
        """Add a route that takes away."""
        return super().delete(path, dependencies=[Depends(_Needs(role))], **options)


def needed_role(route: BaseRoute) -> Role | None:
    """Give the role that a route asks for; None for one that asks for none."""
    if not isinstance(route, APIRoute):
        return None
    found = [dependency.dependency for dependency in route.dependencies]
    return next((needs.role for needs in found if isinstance(needs, _Needs)), None)


def check_policies(routers: Sequence[APIRouter]) -> None:
    """Refuse to serve a route that names no role.

    Raises:
        RuntimeError: There is such a route: a defect of segscope.
    """
    for router in routers:
        for route in router.routes:
            if needed_role(route) is None:
                raise RuntimeError(f"the route {getattr(route, 'path', route)!r} says no role that it needs.")
