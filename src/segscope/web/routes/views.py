"""Views that people keep under a name."""

from fastapi import Request

from segscope.web.context import Context
from segscope.web.policy import PolicyRouter, Role
from segscope.web.schemas.notebook import NewView, SavedView

router = PolicyRouter(prefix="/views", tags=["views"])


@router.get("", role=Role.VIEWER)
def read_views(context: Context) -> list[SavedView]:
    """Give the kept views by name."""
    raise NotImplementedError


@router.put("", role=Role.EDITOR)
def keep_view(context: Context, request: Request, name: str, view: NewView) -> SavedView:
    """Keep a view under a name; one that is there is replaced."""
    raise NotImplementedError


@router.delete("", role=Role.EDITOR)
def drop_view(context: Context, request: Request, name: str) -> list[SavedView]:
    """Drop a view, and give those that are left."""
    raise NotImplementedError
