"""What cannot be divided."""

from segscope.errors import UsageError


def refuse_too_many_folds(folds: int, units: int, what: str) -> None:
    """Raise where some fold would stay empty.

    Args:
        folds: How many are asked for.
        units: How many things there are to give them.
        what: The plural of these things.

    Raises:
        UsageError: There are more folds than things.
    """
    if folds > units:
        raise UsageError(f"{folds} folds of {units} {what}: lower --folds, or add data.")
