"""The routes, one file a noun."""

from segscope.web.policy import PolicyRouter
from segscope.web.routes import (
    comments,
    comparisons,
    events,
    layers,
    meetings,
    notebook,
    pins,
    runs,
    session,
    sheets,
    validations,
    views,
)

ROUTERS: tuple[PolicyRouter, ...] = (
    session.router,
    notebook.router,
    comments.router,
    sheets.router,
    views.router,
    runs.router,
    validations.router,
    layers.router,
    pins.router,
    comparisons.router,
    meetings.router,
    events.router,
)
"""All routers, in the order of the OpenAPI document."""
