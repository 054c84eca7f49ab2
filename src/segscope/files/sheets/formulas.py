"""Texts that a spreadsheet would take for a formula: kept as texts, and given back as they were."""

import re

_TAKEN_FOR_FORMULA = re.compile(r"'*(?:[\ufeff\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r])")


def is_taken_for_formula(text: str) -> bool:
    """Tell whether a spreadsheet that opens the text would calculate it, or take its first quote away."""
    return _TAKEN_FOR_FORMULA.match(text) is not None


def guard(text: str) -> str:
    """Put a quote before what would be taken for a formula; see CWE-1236.

    Example:
        >>> guard("=1+1"), guard("- sharper edges"), guard("'=1"), guard("plain")
        ("'=1+1", "'- sharper edges", "''=1", 'plain')
    """
    return f"'{text}" if is_taken_for_formula(text) else text


def unguard(text: str) -> str:
    """Take the quote away that :func:`guard` put there; any other text stays as it is."""
    return text[1:] if text.startswith("'") and is_taken_for_formula(text[1:]) else text
