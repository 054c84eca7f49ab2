"""What happens, as it happens: server-sent events."""

from starlette.responses import StreamingResponse

from segscope.web.context import Context
from segscope.web.policy import PolicyRouter, Role

router = PolicyRouter(prefix="/events", tags=["events"])


@router.get("", role=Role.VIEWER, response_class=StreamingResponse)
async def read_events(context: Context) -> StreamingResponse:
    """Follow the workspace.

    ``event: notebook`` with ``{"last_change": 12}`` first, and when the notebook, a pin or a kept view
    changed; ``event: run`` with ``{"id": …, "status": …, "validations": 3, "step": 120}`` when a run began,
    moved, ended, or was ``deleted``; ``event: verdicts`` with ``{"rows": [3]}`` when verdicts were computed.
    A comment line every 15 s keeps the connection open.
    """
    return StreamingResponse(context.live.events(), media_type="text/event-stream")
