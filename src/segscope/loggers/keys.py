"""The names of what is logged, the same in every tool: ``val/iou/<class>``, ``val/panel/<sample>``.

A ``/`` in a key is a level of the tools' own folding, so the parts that users choose (class names,
sample ids) are made safe here, once: different names give different keys, and
``urllib.parse.unquote`` gives the name back.
"""

import hashlib
from collections.abc import Mapping, Sequence

_EMPTY = "%"
_HASH_DIGITS = 12


def class_part(name: str) -> str:
    """Make a class name one part of a key: slashes and characters that cannot be printed are quoted.

    Args:
        name: A class name in any script.

    Returns:
        The name with slashes, backslashes, ``%``, control characters and outer spaces percent-encoded.

    Example:
        >>> class_part("종이 팩"), class_part("road/lane")
        ('종이 팩', 'road%2Flane')
    """
    return _quote(name) if name not in (".", "..") else name.replace(".", "%2E")


def sample_part(sample_id: str) -> str:
    """Make a sample id the end of a key: its folders stay levels, and none of them can point upwards.

    Example:
        >>> sample_part("batch_01/0003"), sample_part("../secret")
        ('batch_01/0003', '%2E%2E/secret')
    """
    return "/".join(class_part(folder) for folder in sample_id.split("/"))


def score_key(score: str, class_name: str, split: str = "val") -> str:
    """Name one score of one class: ``val/iou/<class>``; error shares are scores ``err/<kind>``.

    Example:
        >>> score_key("iou", "Paper pack"), score_key("err/boundary", "Glass")
        ('val/iou/Paper pack', 'val/err/boundary/Glass')
    """
    return f"{split}/{score}/{class_part(class_name)}"


def panel_key(sample_id: str, split: str = "val") -> str:
    """Name the picture of all classes of one sample: ``val/panel/<sample>``."""
    return f"{split}/panel/{sample_part(sample_id)}"


def class_picture_key(class_name: str, split: str = "val") -> str:
    """Name the picture of one class over several samples: ``val/class/<class>``."""
    return f"{split}/class/{class_part(class_name)}"


def plot_key(name: str, split: str = "val") -> str:
    """Name a plot of a whole validation: ``val/plot/<name>``."""
    return f"{split}/plot/{name}"


def overlay_key(picture_key: str) -> str:
    """Name the overlay that a tool draws by itself from a picture's label maps.

    Example:
        >>> overlay_key("val/panel/0001"), overlay_key("mine")
        ('val/overlay/0001', 'mine/overlay')
    """
    split, kind, rest = (*picture_key.split("/", 2), "", "")[:3]
    return f"{split}/overlay/{rest}" if kind == "panel" and rest else f"{picture_key}/overlay"


def scalar_keys(
    scores: Mapping[str, float],
    class_scores: Mapping[str, Sequence[float]],
    class_names: Sequence[str],
    split: str = "val",
) -> dict[str, float]:
    """Name all numbers of a validation.

    Args:
        scores: Scores of the whole split, such as ``miou``.
        class_scores: One value a class for each score, such as ``iou`` or ``err/boundary``; NaN where
            there is none.
        class_names: The classes, in the order of the values.
        split: The split that was validated.

    Returns:
        {key: value}, NaN included; the loggers leave it out.

    Raises:
        ValueError: A score has not one value for each class.

    Example:
        >>> scalar_keys({"miou": 0.5}, {"iou": [0.25, 0.75]}, ["Paper", "Metal"])
        {'val/miou': 0.5, 'val/iou/Paper': 0.25, 'val/iou/Metal': 0.75}
    """
    keyed = {f"{split}/{score}": float(value) for score, value in scores.items()}
    for score, values in class_scores.items():
        for name, value in zip(class_names, values, strict=True):
            keyed[score_key(score, name, split)] = float(value)
    return keyed


def shortened(text: str, max_bytes: int) -> str:
    """Cut a text that is too long for a tool; a hash at its end keeps different texts different.

    Args:
        text: Any text.
        max_bytes: The longest that the tool takes, in bytes of UTF-8.

    Example:
        >>> shortened("short", 20), shortened("a long name that goes on", 20)
        ('short', 'a long -2e5b5cada38a')
    """
    whole = text.encode("utf-8", errors="surrogatepass")
    if len(whole) <= max_bytes:
        return text
    digest = "-" + hashlib.sha256(whole).hexdigest()[:_HASH_DIGITS]
    return whole[: max_bytes - len(digest)].decode("utf-8", errors="ignore") + digest


def _quote(text: str) -> str:
    inner = "".join(_quote_character(character) for character in text)
    stripped = inner.strip(" ")
    before = len(inner) - len(inner.lstrip(" ")) if stripped else len(inner)
    after = len(inner) - before - len(stripped)
    return "%20" * before + stripped + "%20" * after or _EMPTY


def _quote_character(character: str) -> str:
    if character.isprintable() and character not in "/\\%":
        return character
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", errors="surrogatepass"))
