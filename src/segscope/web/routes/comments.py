"""What people say below a row of the notebook."""

from typing import Annotated

from fastapi import Path, Request

from segscope.store.notebook import Comment as StoredComment
from segscope.web.context import Context
from segscope.web.people import author_of
from segscope.web.policy import PolicyRouter, Role
from segscope.web.schemas.common import LARGEST
from segscope.web.schemas.notebook import Comment, NewComment

router = PolicyRouter(prefix="/notebook/rows/{number}/comments", tags=["notebook"])

Number = Annotated[int, Path(ge=1, le=LARGEST)]


@router.get("", role=Role.VIEWER)
def read_comments(context: Context, number: Number) -> list[Comment]:
    """Give what was said below a row, the first first."""
    return [_comment(said) for said in context.notebook.comments(number)]


@router.post("", role=Role.EDITOR)
def add_comment(context: Context, request: Request, number: Number, new: NewComment) -> Comment:
    """Say something below a row."""
    return _comment(context.notebook.comment(number, new.text, author=author_of(request)))


def _comment(said: StoredComment) -> Comment:
    return Comment(number=said.number, row=said.note, text=said.text, author=said.author, time=said.time)
