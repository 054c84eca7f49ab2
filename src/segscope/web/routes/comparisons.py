"""Two sides, compared on the same pictures."""

from asyncio import get_running_loop
from functools import partial

from starlette.responses import Response

from segscope.web.answers import json_answer
from segscope.web.comparison_views import COMPARING, comparison_answer
from segscope.web.context import Context
from segscope.web.policy import PolicyRouter, Role
from segscope.web.schemas.comparison import ComparisonView

router = PolicyRouter(prefix="/comparison", tags=["comparison"])


@router.get("", role=Role.VIEWER, response_model=ComparisonView)
async def read_comparison(
    context: Context, a: str, b: str, validation: str = "best", pixels: bool = True
) -> Response:
    """Compare b with a: each a run's id, or several with commas between them.

    ``validation`` is ``best``, ``last`` or an epoch. Unlike things are refused (409, ``not_comparable``).
    ``pixels`` reads all label maps of both sides, which takes a while for thousands of pictures: a page asks
    without them first.
    """
    compare = partial(comparison_answer, context, a, b, validation, pixels=pixels)
    return json_answer(await get_running_loop().run_in_executor(COMPARING, compare))
