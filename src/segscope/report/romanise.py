"""Hangul in Latin letters, for machines without a Korean font."""

_FIRST_SYLLABLE, _LAST_SYLLABLE = 0xAC00, 0xD7A3
_INITIALS = "g kk n d tt r m b pp s ss - j jj ch k t p h"  # "-" is silent
_VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i"
_FINALS = "- k k k n n n t l k m p l l p l m p p t t ng t t k t p t"  # "-" is none


def romanise(syllable: str) -> str:
    """Spell one Hangul syllable by the Revised Romanisation of Korean, letter by letter.

    Args:
        syllable: One character.

    Returns:
        Latin letters; an empty text where the character is no Hangul syllable.

    Example:
        >>> "".join(map(romanise, "한글")), romanise("x")
        ('hangeul', '')
    """
    if not _FIRST_SYLLABLE <= ord(syllable) <= _LAST_SYLLABLE:
        return ""
    initials, vowels, finals = (letters.split() for letters in (_INITIALS, _VOWELS, _FINALS))
    rest, final = divmod(ord(syllable) - _FIRST_SYLLABLE, len(finals))
    initial, vowel = divmod(rest, len(vowels))
    return (initials[initial] + vowels[vowel] + finals[final]).replace("-", "")
