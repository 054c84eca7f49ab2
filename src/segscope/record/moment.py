"""When a validation was made, in words."""

from segscope.store import Run, Validation


def describe_moment(run: Run, validation: Validation) -> str:
    """Say at which epoch and step, or that predictions were imported: titles and captions end with it."""
    if run.kind == "import":
        return "imported predictions"
    return f"epoch {validation.key.epoch}, step {validation.key.step}"
