"""What the page asks for first."""

from segscope.store.new_run import user_name
from segscope.web.context import Context
from segscope.web.policy import PolicyRouter, Role
from segscope.web.schemas.common import Session
from segscope.web.version import SEGSCOPE_VERSION

router = PolicyRouter(tags=["session"])


@router.get("/session", role=Role.VIEWER)
def read_session(context: Context) -> Session:
    """Tell who is here, where, and the token that writes need."""
    return Session(
        version=SEGSCOPE_VERSION,
        workspace=context.workspace.folder.name,
        user=user_name(),
        role=Role.ADMIN.name.lower(),
        token=context.token,
        runs=context.workspace.count_runs(),
    )
