"""What a tool's limits kept out: one sentence a reason, with the number of times."""


class LeftOut:
    """Collects what a logger had to leave out.

    Example:
        >>> left_out = LeftOut()
        >>> left_out.add("{n} pictures were left out: the tool takes 108 at a time.", 3)
        >>> left_out.add("{n} pictures were left out: the tool takes 108 at a time.", 2)
        >>> left_out.sentences
        ('5 pictures were left out: the tool takes 108 at a time.',)
    """

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def add(self, sentence: str, count: int = 1) -> None:
        """Count ``count`` more things under a sentence in which ``{n}`` stands for the total."""
        if count > 0:
            self._counts[sentence] = self._counts.get(sentence, 0) + count

    @property
    def sentences(self) -> tuple[str, ...]:
        """One sentence for each reason, in the order in which they came up."""
        return tuple(sentence.replace("{n}", str(count)) for sentence, count in self._counts.items())
