"""What of a config says something of a training: not what it is called, nor where its files lie."""

from collections.abc import Iterable, Mapping
from typing import Any

_NAMES = ("name", "notes", "tags", "parent", "loggers")
_PLACES = (*(("data", key) for key in ("path", "classes", "images", "split", "pseudo")), ("unknown", "file"))
"""What lies there is known by hashes of it, in the config itself or beside the run."""
_CHANCE = (("train", "seed"), ("data", "fold"))
_MACHINE = (("train", "workers"), ("train", "device"))


def without_names(config: Mapping[str, Any]) -> dict[str, Any]:
    """Give a config's plain values without names, notes, and the places of files.

    Example:
        >>> without_names({"name": "a", "data": {"path": "/x", "fold": 1}, "train": {"seed": 3}})
        {'data': {'fold': 1}, 'train': {'seed': 3}}
    """
    return _without({key: value for key, value in config.items() if key not in _NAMES}, _PLACES)


def without_chance(config: Mapping[str, Any]) -> dict[str, Any]:
    """Give what repeats of one experiment share: no seed, no fold, and nothing of the machine either.

    Example:
        >>> without_chance({"name": "a", "data": {"path": "/x", "fold": 1}, "train": {"seed": 3, "ema": 0}})
        {'data': {}, 'train': {'ema': 0}}
    """
    return _without(without_names(config), (*_CHANCE, *_MACHINE))


def _without(config: dict[str, Any], keys: Iterable[tuple[str, str]]) -> dict[str, Any]:
    kept = dict(config)
    for section, key in keys:
        if isinstance(kept.get(section), Mapping):
            kept[section] = {name: value for name, value in kept[section].items() if name != key}
    return kept
