"""``key=value`` words laid over a config's plain values; ``key+=value`` and ``key-=name`` for its lists."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from segscope.config.catalogue import CATALOGUES
from segscope.config.catalogue.models import MODELS, ModelOptions
from segscope.errors import ConfigError

# What belongs to the choice itself and survives a change of its technique's name.
_OWN_KEYS = frozenset({"name", "weight", "encoder", "weights", "class"})


def apply_overrides(values: Mapping[str, Any], overrides: Sequence[str]) -> dict[str, Any]:
    """Lay overrides over plain values, in order.

    Args:
        values: The config as nested mappings and lists; left unchanged.
        overrides: Words such as ``train.epochs=3``, ``loss=[ce, dice]`` or ``model.name=unet``;
            ``mix+=cutmix`` adds to a list, ``augment-=colour`` takes a technique out of one.

    Raises:
        ConfigError: A word has no ``=``, its value is no YAML, or it names an entry that is not there.

    Example:
        >>> apply_overrides({"train": {"epochs": 30}}, ["train.epochs=3"])
        {'train': {'epochs': 3}}
        >>> apply_overrides({"mix": ["cutmix"]}, ["mix+=classmix", "mix-=cutmix"])
        {'mix': ['classmix']}
    """
    result: Any = _copy(values)
    for word in overrides:
        key, equals, text = word.partition("=")
        sign = key[-1:] if key[-1:] in ("+", "-") else ""
        path = key.removesuffix(sign).split(".")
        if not equals or not path[0]:
            raise ConfigError(f"override {word!r} is not of the form key=value.")
        value = _parse(word, text)
        result = _set(result, path, _edited(result, path, sign, value, word) if sign else value, word)
    if not isinstance(result, dict):
        raise ConfigError("an override replaced the whole config.")
    return result


def _parse(word: str, text: str) -> Any:
    try:
        return yaml.safe_load(text) if text else ""
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ConfigError(f"override {word!r}: the value is not valid YAML; quote a text.") from error


def overlay(values: Mapping[str, Any], partial: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a part of a config, as a file holds it, over a config's plain values.

    Sections and options are laid over one by one; lists and single values take the place of the old ones. A
    technique of another name starts from its own defaults.

    Args:
        values: The config as nested mappings and lists; left unchanged.
        partial: Some of its keys.

    Raises:
        ConfigError: A key leads to where there is nothing to set.

    Example:
        >>> overlay({"train": {"epochs": 30, "ema": 0.99}}, {"train": {"ema": 0}})
        {'train': {'epochs': 30, 'ema': 0}}
    """
    result: Any = _copy(values)
    for path, value in _leaves(partial, result):
        result = _set(result, path, _copy(value), f"{'.'.join(path)}={value}")
    return dict(result)


def _leaves(partial: Mapping[str, Any], node: Any) -> Iterator[tuple[list[str], Any]]:
    """Give what is to be set, by its path; the name of a technique first, since its options follow it."""
    for key, value in sorted(partial.items(), key=lambda item: item[0] != "name"):
        inner = node.get(key) if isinstance(node, Mapping) else None
        if isinstance(value, Mapping) and isinstance(inner, Mapping):
            yield from (([key, *path], leaf) for path, leaf in _leaves(value, inner))
        else:
            yield [key], value


def _edited(root: Any, path: list[str], sign: str, value: Any, word: str) -> list[Any]:
    """Give the list at a path with a value added, or with the technique of a name taken out."""
    node = root
    for part in path:
        node = node.get(part) if isinstance(node, Mapping) else None
    entries = [] if node is None else list(node) if isinstance(node, list | tuple) else [node]
    if sign == "+":
        return [*entries, *(value if isinstance(value, list) else [value])]
    place = _position(entries, str(value), word)
    return entries[:place] + entries[place + 1 :]


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
    if _is_choice(node) and rest and head not in node and _full_name(str(node["name"])) == _full_name(head):
        # A lone technique is reached by its name as one of a list is.
        return _set(node, rest, value, word)
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
    kept = {key: item for key, item in choice.items() if key in _OWN_KEYS}
    if "encoder" in kept and kept["encoder"] == _default_encoder(choice["name"]):
        del kept["encoder"]  # nobody chose it, and it need not fit the other architecture
    return {**kept, "name": name}


def _default_encoder(model: str) -> str | None:
    options = MODELS[model].options if model in MODELS else None
    return options.default_encoder if options and issubclass(options, ModelOptions) else None


def _position(entries: list[Any], head: str, word: str) -> int:
    if head.isdigit() and int(head) < len(entries):
        return int(head)
    names = [str(entry.get("name") if isinstance(entry, dict) else entry) for entry in entries]
    full_names = [_full_name(name) for name in names]
    if full_names.count(_full_name(head)) == 1:
        return full_names.index(_full_name(head))
    among = f"among {', '.join(names)}" if names else "in a list that is empty"
    raise ConfigError(f"override {word!r}: there is no single entry {head!r} {among}.")


def _full_name(word: str) -> str:
    """Give the name that an alias stands for; any other word is itself."""
    return next((catalogue[word].name for catalogue in CATALOGUES if word in catalogue), word)


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list | tuple) else value
