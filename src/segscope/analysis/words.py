"""How figures and names are written in sentences."""

from collections.abc import Sequence


def percent(share: float) -> str:
    """Write a share as a percentage; small ones keep a digit that tells them from nothing.

    Example:
        >>> percent(0.314), percent(0.0042), percent(0.00004), percent(0)
        ('31%', '0.4%', 'under 0.1%', '0%')
    """
    if 0 < share < 0.001:
        return "under 0.1%"
    return f"{share:.1%}" if 0 < share < 0.0095 else f"{share:.0%}"


def fine_percent(share: float) -> str:
    """Write a share as a percentage with a digit more below a tenth.

    Example:
        >>> fine_percent(0.314), fine_percent(0.0412), fine_percent(0.00004)
        ('31%', '4.1%', 'under 0.1%')
    """
    return percent(share) if share < 0.001 or share >= 0.0995 else f"{share:.1%}"


def join_names(names: Sequence[str], most: int = 6) -> str:
    """Join names with commas and a last ``and``; of long lists, name the first and count the rest.

    Example:
        >>> join_names(["Paper", "Paper pack", "Clothing"])
        'Paper, Paper pack and Clothing'
        >>> join_names(["a", "b", "c", "d"], most=2)
        'a, b and 2 more'
    """
    shown = list(names[:most])
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1]


def of_images(part: int, whole: int, unit: str = "image") -> str:
    """Write ``in 12 of 20 images``.

    Example:
        >>> of_images(1, 1), of_images(12, 20)
        ('in 1 of 1 image', 'in 12 of 20 images')
    """
    return f"in {part} of {whole} {unit}{'' if whole == 1 else 's'}"
