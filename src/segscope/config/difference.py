"""What a config changes against another one, in the words that a command takes.

>>> base = {"train": {"ema": 0.99}, "mix": [], "augment": [{"name": "flip"}, {"name": "colour"}]}
>>> changed = {"train": {"ema": 0}, "mix": [{"name": "cutmix"}], "augment": [{"name": "flip"}]}
>>> [change.sentence for change in config_difference(base, changed)]
['train.ema 0.99 → 0', 'mix + cutmix', 'augment − colour']
>>> [change.word for change in config_difference(base, changed)]
['train.ema=0', 'mix+={name: cutmix}', 'augment-=colour']
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import yaml


@dataclass(frozen=True, slots=True)
class ConfigChange:
    """One difference.

    Attributes:
        kind: ``set`` a value, ``add`` a technique to a list, or ``remove`` one from it.
        path: Keys from the top; a technique in a list is reached by its name.
        old: What the base says; None where a technique is added.
        new: What the changed config says; None where one is removed.
    """

    kind: Literal["set", "add", "remove"]
    path: tuple[str, ...]
    old: Any
    new: Any

    @property
    def word(self) -> str:
        """The override that makes this change: ``train.ema=0``, ``mix+=…``, ``augment-=colour``."""
        sign = {"set": "=", "add": "+=", "remove": "-="}[self.kind]
        return f"{'.'.join(self.path)}{sign}{_yaml(self.old if self.kind == 'remove' else self.new)}"

    @property
    def sentence(self) -> str:
        """The change for people: ``train.ema 0.99 → 0``, ``mix + cutmix``, ``augment − colour``."""
        where = ".".join(self.path)
        if self.kind == "add":
            return f"{where} + {_shown(self.new)}"
        if self.kind == "remove":
            return f"{where} − {self.old}"
        return f"{where} {_shown(self.old)} → {_shown(self.new)}"


def config_difference(base: Mapping[str, Any], changed: Mapping[str, Any]) -> tuple[ConfigChange, ...]:
    """Give what turns one config into another.

    Args:
        base: A resolved config as plain values.
        changed: Another one, with the same keys.

    Returns:
        The changes in the order of the changed config's keys. Their words, laid over ``base`` by
        :func:`~segscope.config.overrides.apply_overrides`, give ``changed``.
    """
    # The name at the top is a run's, not a technique's: runs of two names still have the same sections.
    keys = dict.fromkeys((*changed, *base))
    return tuple(change for key in keys for change in _differences(base.get(key), changed.get(key), (key,)))


def _differences(base: Any, changed: Any, path: tuple[str, ...]) -> Iterator[ConfigChange]:
    if base == changed:
        return
    if _are_one_section(base, changed):
        for key, value in changed.items():
            yield from _differences(base.get(key), value, (*path, str(key)))
    elif _differ_by_techniques(base, changed):
        yield from _technique_changes(base, changed, path)
    else:
        yield ConfigChange("set", path, base, changed)


def _are_one_section(base: Any, changed: Any) -> bool:
    """Tell whether two values are sections of the same keys; a technique of another name is another."""
    both = isinstance(base, Mapping) and isinstance(changed, Mapping)
    return both and set(base) <= set(changed) and base.get("name") == changed.get("name")


def _differ_by_techniques(base: Any, changed: Any) -> bool:
    """Tell whether one list of techniques follows from another by taking some out and adding others."""
    if not (_is_list_of_techniques(base) and _is_list_of_techniques(changed)):
        return False
    names, others = _names(base), _names(changed)
    kept = [name for name in names if name in others]
    return others[: len(kept)] == kept


def _is_list_of_techniques(value: Any) -> bool:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return False
    named = all(isinstance(entry, Mapping) and isinstance(entry.get("name"), str) for entry in value)
    return named and len(set(_names(value))) == len(value)


def _names(techniques: Sequence[Mapping[str, Any]]) -> list[str]:
    return [str(technique["name"]) for technique in techniques]


def _technique_changes(
    base: Sequence[Mapping[str, Any]], changed: Sequence[Mapping[str, Any]], path: tuple[str, ...]
) -> Iterator[ConfigChange]:
    before = {str(technique["name"]): technique for technique in base}
    after = {str(technique["name"]): technique for technique in changed}
    for name in before:
        if name not in after:
            yield ConfigChange("remove", path, name, None)
    for name, technique in after.items():
        if name in before:
            yield from _differences(before[name], technique, (*path, name))
        else:
            yield ConfigChange("add", path, None, technique)


def _yaml(value: Any) -> str:
    # Thousands of rows of a notebook change to the same few values. 0.0 and -0.0 would be one key.
    return _kept_yaml(value) if isinstance(value, str | int | float) and value != 0 else _written_yaml(value)


@lru_cache(maxsize=4096, typed=True)
def _kept_yaml(value: str | int | float) -> str:
    return _written_yaml(value)


def _written_yaml(value: Any) -> str:
    plain = yaml.safe_dump(
        _plain(value), default_flow_style=True, allow_unicode=True, sort_keys=False, width=1 << 20
    )
    return str(plain).removesuffix("\n").removesuffix("\n...")


def _plain(value: Any) -> Any:
    """Turn tuples into lists, which YAML can hold without a tag."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _shown(value: Any) -> str:
    """Write a value for people: a technique by its name alone."""
    if isinstance(value, Mapping) and "name" in value:
        return str(value["name"])
    if isinstance(value, list | tuple) and value:
        return ", ".join(map(_shown, value))
    return "nothing" if value in (None, "", [], ()) else _yaml(value)
