"""Two sides, compared on the same pictures."""

from segscope.web.context import Context
from segscope.web.policy import PolicyRouter, Role
from segscope.web.schemas.comparison import ComparisonView

router = PolicyRouter(prefix="/comparison", tags=["comparison"])


@router.get("", role=Role.VIEWER)
def read_comparison(
    context: Context, a: str, b: str, validation: str = "best", pixels: bool = True
) -> ComparisonView:
    """Compare b with a: each a run's id, or several with commas between them.

    ``validation`` is ``best``, ``last`` or an epoch. Unlike things are refused (409, ``not_comparable``).
    ``pixels`` reads all label maps of both sides, which takes a while for thousands of pictures: a page asks
    without them first.
    """
    raise NotImplementedError
