"""``key=value`` words laid over a config's plain values."""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from segscope.errors import ConfigError

# What belongs to the choice itself and survives a change of its technique's name.
_OWN_KEYS = frozenset({"name", "weight", "encoder", "weights"})


def apply_overrides(values: Mapping[str, Any], overrides: Sequence[str]) -> dict[str, Any]:
    """Lay overrides over plain values, in order.

    Args:
        values: The config as nested mappings and lists; left unchanged.
        overrides: Words such as ``train.epochs=3``, ``loss=[ce, dice]`` or ``model.name=unet``.

    Raises:
        ConfigError: A word has no ``=``, its value is no YAML, or it names an entry that is not there.

    Example:
        >>> apply_overrides({"train": {"epochs": 30}}, ["train.epochs=3"])
        {'train': {'epochs': 3}}
    """
    result: Any = _copy(values)
    for word in overrides:
        key, equals, text = word.partition("=")
        if not equals or not key:
            raise ConfigError(f"override {word!r} is not of the form key=value.")
        result = _set(result, key.split("."), _parse(word, text), word)
    if not isinstance(result, dict):
        raise ConfigError("an override replaced the whole config.")
    return result


def _parse(word: str, text: str) -> Any:
    try:
        return yaml.safe_load(text) if text else ""
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ConfigError(f"override {word!r}: the value is not valid YAML; quote a text.") from error


def _set(node: Any, path: list[str], value: Any, word: str) -> Any:
    if not path:
        return _renamed(node, value) if _is_choice(node) and isinstance(value, str) else value
    head, rest = path[0], path[1:]
    if isinstance(node, list):
        position = _position(node, head, word)
        return [_set(item, rest, value, word) if i == position else item for i, item in enumerate(node)]
    if isinstance(node, str) and node:
        # A technique that was named by a word alone.
        node = {"name": node}
    if not isinstance(node, dict):
        raise ConfigError(f"override {word!r}: there is nothing called {head!r} to set.")
    if head == "name" and not rest and _is_choice(node) and isinstance(value, str):
        return _renamed(node, value)
    child = node.get(head)
    # A group of settings that is off until one of them is set.
    child = {} if child is None and rest else child
    return {**node, head: _set(child, rest, value, word)}


def _is_choice(node: Any) -> bool:
    return isinstance(node, dict) and "name" in node and "data" not in node


def _renamed(choice: dict[str, Any], name: str) -> dict[str, Any]:
    if choice["name"] == name:
        return choice
    return {**{key: item for key, item in choice.items() if key in _OWN_KEYS}, "name": name}


def _position(entries: list[Any], head: str, word: str) -> int:
    if head.isdigit() and int(head) < len(entries):
        return int(head)
    names = [entry.get("name") if isinstance(entry, dict) else entry for entry in entries]
    if names.count(head) == 1:
        return names.index(head)
    known = ", ".join(str(name) for name in names)
    raise ConfigError(f"override {word!r}: there is no single entry {head!r} among {known}.")


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list | tuple) else value
