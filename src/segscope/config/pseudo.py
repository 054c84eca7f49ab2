"""How pseudo-labels are chosen, as it is typed: a name, or a mapping with options."""

from segscope.config.catalogue.pseudo import PSEUDO, PseudoOptions
from segscope.config.choice import Choice
from segscope.config.inference import parse_words
from segscope.errors import ConfigError


class PseudoChoice(Choice):
    """One method of choosing pseudo-labels."""

    catalogue = PSEUDO

    def of_round(self, number: int) -> "PseudoChoice":
        """Give the method as a later round of self-training uses it, from 1."""
        if not isinstance(self.options, PseudoOptions):
            raise TypeError(f"{self.name} has no options of pseudo-labels")
        return self.model_copy(update={"options": self.options.of_round(number)})


def read_method(word: str, share: float | None = None) -> PseudoChoice:
    """Read a method as it is typed.

    Args:
        word: Such as ``cbst`` or ``{name: global, threshold: 0.9}``.
        share: Goes before the method's own ``share``.

    Raises:
        ConfigError: The word is no method, or the method has no share.

    Example:
        >>> read_method("cbst", 0.5).options.share
        0.5
    """
    choice: PseudoChoice = parse_words(PseudoChoice, [word], "--method")[0]
    if share is None:
        return choice
    if "share" not in type(choice.options).model_fields:
        raise ConfigError(
            f"--share: {choice.name} has no share; give --method '{{name: {choice.name}, threshold: 0.9}}', "
            "or --method cbst."
        )
    if not 0 < share <= 1:
        raise ConfigError(f"--share {share}: a share is greater than 0 and at most 1.")
    # The share that is asked for may be above the usual limit of later rounds.
    return choice.model_copy(update={"options": choice.options.model_copy(update={"share": share})})
