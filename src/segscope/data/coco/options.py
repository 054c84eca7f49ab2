"""How annotations become a label map where the file leaves a choice."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from segscope.errors import UsageError

_Choice = TypeVar("_Choice", bound=StrEnum)


class Overlap(StrEnum):
    """Which of two annotations has the pixels that both cover. The class id never decides.

    * ``smaller-on-top`` (default): the one with fewer pixels; of two equal ones the later. A cap lies
      on its bottle and a label on its jar, and annotators draw both whole; the other way round the
      small object would vanish from the ground truth.
    * ``later-on-top``, ``earlier-on-top``: by order in the file, for files that were drawn in layers.
    * ``refuse``: reading a picture where different classes overlap is an error.
    """

    SMALLER_ON_TOP = "smaller-on-top"
    LATER_ON_TOP = "later-on-top"
    EARLIER_ON_TOP = "earlier-on-top"
    REFUSE = "refuse"


class Crowd(StrEnum):
    """What a region of many objects (``iscrowd`` 1) becomes. It always lies below single objects.

    * ``class`` (default): its class. For semantic labels a crowd of bottles is bottle, and most of its
      pixels are; leaving them out would make them Background, which is wrong for most.
    * ``ignore``: the ignore value, for teams who would rather not score outlines that were drawn in
      haste and hold what lies between the objects.
    """

    CLASS = "class"
    IGNORE = "ignore"


def choose(kind: type[_Choice], text: str, option: str) -> _Choice:
    """Read an option.

    Raises:
        UsageError: There is no such choice.

    Example:
        >>> choose(Overlap, "later-on-top", "overlap")
        <Overlap.LATER_ON_TOP: 'later-on-top'>
    """
    names: Sequence[str] = [choice.value for choice in kind]
    if text not in names:
        raise UsageError(f"{option} {text!r} is not one of {', '.join(names)}.")
    return kind(text)
