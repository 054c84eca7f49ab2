"""What people say below a row of the notebook."""

from fastapi import Request

from segscope.web.context import Context
from segscope.web.policy import PolicyRouter, Role
from segscope.web.schemas.notebook import Comment, NewComment

router = PolicyRouter(prefix="/notebook/rows/{number}/comments", tags=["notebook"])


@router.get("", role=Role.VIEWER)
def read_comments(context: Context, number: int) -> list[Comment]:
    """Give what was said below a row, the first first."""
    raise NotImplementedError


@router.post("", role=Role.EDITOR)
def add_comment(context: Context, request: Request, number: int, new: NewComment) -> Comment:
    """Say something below a row."""
    raise NotImplementedError
