"""The catalogue's record: what a technique is, where it comes from and which options it has.

A technique is one loss, model, optimiser, schedule or augmentation. Its record can be read without
torch; its ``target`` names the code in the training room, which is imported only when a run uses it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ConfigDict

from segscope.errors import ConfigError


class Options(BaseModel):
    """Base of all option records: frozen; an unknown key and a number that is not finite are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False, allow_inf_nan=False)


class NoOptions(Options):
    """For techniques that have nothing to set."""


@dataclass(frozen=True, slots=True)
class Technique:
    """One entry of the catalogue.

    Attributes:
        name: The word that a config uses.
        group: ``loss``, ``model``, ``optimizer``, ``schedule`` or ``augmentation``.
        summary: One line for people.
        source: The paper or the library that it comes from.
        target: ``module:attribute`` of the code in the training room.
        options: The type of its options.
        aliases: Other words that mean the same entry.
        check: What its test proves, in one line.
        test: The test that proves it, ``path::name`` below ``tests/``.
    """

    name: str
    group: str
    summary: str
    source: str
    target: str
    options: type[Options] = NoOptions
    aliases: tuple[str, ...] = ()
    check: str = ""
    test: str = ""


class Catalogue(Mapping[str, Technique]):
    """The entries of one group, by name or alias.

    Raises:
        ConfigError: On look-up of an unknown name, with the nearest one.
        ValueError: Two entries share a name.
    """

    def __init__(self, group: str, entries: Iterable[Technique]) -> None:
        self.group = group
        self._entries: dict[str, Technique] = {}
        self._words: dict[str, Technique] = {}
        for entry in entries:
            self._entries[entry.name] = entry
            for word in (entry.name, *entry.aliases):
                if word in self._words:
                    raise ValueError(f"two {group} entries are called {word!r}")
                self._words[word] = entry

    def __getitem__(self, name: str) -> Technique:
        """Give the entry of that name or alias."""
        if name in self._words:
            return self._words[name]
        nearest = get_close_matches(name, self._words, n=1)
        hint = f"did you mean {nearest[0]!r}?" if nearest else f"known are {', '.join(self._entries)}."
        raise ConfigError(f"there is no {self.group} {name!r}: {hint}")

    def __contains__(self, name: object) -> bool:
        """Say whether the name or alias is known."""
        return name in self._words

    def __iter__(self) -> Iterator[str]:
        """Go through the names, without aliases."""
        return iter(self._entries)

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self._entries)


def parse_options(technique: Technique, values: Mapping[str, Any]) -> Options:
    """Validate option values against the entry's own type.

    Raises:
        pydantic.ValidationError: A key is unknown or a value is wrong.
    """
    return technique.options.model_validate(dict(values))
