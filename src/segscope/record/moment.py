"""When a validation was made, in words."""

from segscope.store import Run, Validation


def describe_moment(run: Run, validation: Validation) -> str:
    """Say at which epoch and step, or what else was measured: titles and captions end with it."""
    if run.kind == "import":
        return "imported predictions"
    if run.kind == "evaluation":
        return "evaluation"
    return f"epoch {validation.key.epoch}, step {validation.key.step}"
