"""Options that all panels share."""

from dataclasses import dataclass

from segscope.errors import UsageError


@dataclass(frozen=True, slots=True)
class PanelOptions:
    """How a panel is drawn.

    Attributes:
        title: A heading, or nothing.
        row_height: Height of each row's pictures in pixels; None takes the pictures' own height (the
            median over the samples) within limits that suit the panel.
        opacity: How strongly class colours cover the picture in the ground-truth and prediction
            columns: 1 shows flat colours, less lets the picture through.
        max_pixels: The most pixels that all pictures of the panel take together; above it, rows get
            lower.

    Raises:
        UsageError: A number is out of its range.
    """

    title: str = ""
    row_height: int | None = None
    opacity: float = 1.0
    max_pixels: int = 24_000_000

    def __post_init__(self) -> None:
        if self.row_height is not None and self.row_height < 1:
            raise UsageError(f"the row height is {self.row_height}: give 1 or more pixels.")
        if not 0.0 <= self.opacity <= 1.0:
            raise UsageError(f"the opacity is {self.opacity}: give a number from 0 to 1.")
        if self.max_pixels < 1:
            raise UsageError(f"max_pixels is {self.max_pixels}: give 1 or more.")
