"""Single changes of a config, as an ablation tries them: words, partial configs, or a file of several.

>>> [change.name for change in read_changes(["mix+=cutmix", "slower: optimizer.lr=0.001 train.epochs=30"])]
['mix+=cutmix', 'slower']
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from segscope.config.load import resolve
from segscope.config.overrides import apply_overrides, overlay
from segscope.config.run_config import RunConfig
from segscope.config.strict_yaml import parse_yaml, read_text
from segscope.errors import ConfigError

BASELINE = "baseline"
"""What the config without any change is called."""

_BETWEEN_WORDS = re.compile(r"\s+(?=[\w.]+[+-]?=)")
_NAMED = re.compile(r"(?P<name>[^=:]+):\s+(?P<words>[\w.]+[+-]?=.*)", re.DOTALL)


@dataclass(frozen=True)
class Change:
    """One change of a config.

    Attributes:
        name: What tables call it.
        words: ``key=value`` words.
        values: A part of a config, laid over before the words.
    """

    name: str
    words: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    def apply(self, config: RunConfig) -> RunConfig:
        """Give the changed config.

        Raises:
            ConfigError: A key is unknown, a value is wrong, or nothing is changed.

        Example:
            >>> base = RunConfig.model_validate({"data": {"path": "camvid"}})
            >>> [choice.name for choice in Change("cutmix", ("mix+=cutmix",)).apply(base).mix]
            ['cutmix']
        """
        where = f"change {self.name!r}"
        plain = config.model_dump(mode="json")
        # Written out in between, so that words reach what the file names by a word alone.
        filled = resolve(overlay(plain, self.values), where).model_dump(mode="json") if self.values else plain
        changed = resolve(apply_overrides(filled, self.words), where)
        if changed == config:
            raise ConfigError(f"{where} changes nothing: the base says the same already; leave it out.")
        return changed


def read_changes(tries: Sequence[str]) -> tuple[Change, ...]:
    """Read changes as they are typed.

    Args:
        tries: Each is one of: ``key=value`` words, several of them with spaces between and a name before
            (``slower: optimizer.lr=0.001 train.epochs=30``); a YAML file with a part of a config, named by
            its ``name`` or its file name; a YAML file with ``changes:``, a mapping from names to words or
            to parts of a config; a folder of such files.

    Raises:
        ConfigError: A file cannot be read, a word is no override, or two changes have one name.
    """
    changes = [change for text in tries for change in _read(text)]
    names = [BASELINE, *(change.name for change in changes)]
    repeated = next((name for name in names if names.count(name) > 1), None)
    if repeated is not None:
        raise ConfigError(
            f"two changes are called {repeated!r}: give one another name, as in 'NAME: key=value'."
        )
    return tuple(changes)


def _read(text: str) -> Iterator[Change]:
    path = Path(text)
    if path.is_dir():
        files = sorted(entry for entry in path.iterdir() if entry.suffix.lower() in (".yaml", ".yml"))
        if not files:
            raise ConfigError(f"{path}: the folder holds no YAML file with changes.")
        for file in files:
            yield from _read_file(file)
    elif path.suffix.lower() in (".yaml", ".yml"):
        yield from _read_file(path)
    else:
        yield _read_words(text)


def _read_words(text: str, name: str = "") -> Change:
    named = _NAMED.fullmatch(text.strip())
    if named is not None and not name:
        return _read_words(named["words"], named["name"].strip())
    words = tuple(_BETWEEN_WORDS.split(text.strip()))
    wrong = next((word for word in words if "=" not in word), None)
    if wrong is not None:
        raise ConfigError(
            f"{wrong!r} is no change: give words such as mix+=cutmix, or a YAML file that exists."
        )
    return Change(name or " ".join(words), words)


def _read_file(path: Path) -> Iterator[Change]:
    values = parse_yaml(read_text(path), str(path))
    if not isinstance(values, dict) or not values:
        raise ConfigError(f"{path}: a change is a part of a config, or a mapping with `changes:`.")
    if set(values) != {"changes"}:
        yield _partial(str(values.get("name") or path.stem), values, path)
        return
    changes = values["changes"]
    if not isinstance(changes, dict) or not changes:
        raise ConfigError(f"{path}: `changes:` is a mapping from names to words or parts of a config.")
    for name, change in changes.items():
        if isinstance(change, dict):
            yield _partial(str(name), change, path)
            continue
        words = change if isinstance(change, list) else [change]
        if not all(isinstance(word, str) for word in words):
            raise ConfigError(f"{path}: the change {name!r} is neither words nor a part of a config.")
        yield _read_words(" ".join(words), str(name))


def _partial(name: str, values: Mapping[str, Any], path: Path) -> Change:
    kept = {str(key): value for key, value in values.items() if key not in ("name", "notes", "tags")}
    if not kept:
        raise ConfigError(f"{path}: the change {name!r} sets nothing.")
    return Change(name, (), kept)
