"""A validation as the recorder gives it back."""

from dataclasses import dataclass

from segscope.engine.count_tables import CountTables
from segscope.engine.scores import Scores
from segscope.store import Validation


@dataclass(frozen=True)
class RecordedValidation:
    """A validation just stored, with what it was computed from.

    Attributes:
        validation: As the store gives it.
        scores: The scores.
        tables: The counts and wrong pixels.
    """

    validation: Validation
    scores: Scores
    tables: CountTables

    @property
    def is_best(self) -> bool:
        """True where it is the best of its split so far."""
        return self.validation.is_best
