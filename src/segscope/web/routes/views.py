"""Views that people keep under a name."""

from fastapi import Request

from segscope.store.notebook import KeptViews
from segscope.web.context import Context
from segscope.web.people import author_of
from segscope.web.policy import PolicyRouter, Role
from segscope.web.schemas.common import Text
from segscope.web.schemas.notebook import NewView, SavedView

router = PolicyRouter(prefix="/views", tags=["views"])


@router.get("", role=Role.VIEWER)
def read_views(context: Context) -> list[SavedView]:
    """Give the kept views by name."""
    return _all(KeptViews(context.workspace.database))


@router.put("", role=Role.EDITOR)
def keep_view(context: Context, request: Request, name: Text, view: NewView) -> SavedView:
    """Keep a view under a name; one that is there is replaced."""
    views = KeptViews(context.workspace.database)
    return SavedView.model_validate(views.keep(name, view.address, author=author_of(request)))


@router.delete("", role=Role.EDITOR)
def drop_view(context: Context, request: Request, name: Text) -> list[SavedView]:
    """Drop a view, and give those that are left."""
    views = KeptViews(context.workspace.database)
    views.drop(name, author=author_of(request))
    return _all(views)


def _all(views: KeptViews) -> list[SavedView]:
    return [SavedView.model_validate(view) for view in views.all()]
