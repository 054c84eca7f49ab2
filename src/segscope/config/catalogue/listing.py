"""The whole catalogue as a list: every technique with its options, for tables, JSON and pages."""

import inspect
import re
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from segscope.config.catalogue import CATALOGUES, STEPS, Catalogue
from segscope.config.catalogue.technique import Technique
from segscope.config.catalogue.words import words_of
from segscope.errors import UsageError

ALL_CATALOGUES: tuple[Catalogue, ...] = (*CATALOGUES, STEPS)
"""Every catalogue: those whose entries a config names, and what goes around every optimiser."""


@dataclass(frozen=True, slots=True)
class OptionText:
    """One option, in words.

    Attributes:
        name: The key in a config.
        type: Its type, as Python writes it.
        default: Its default, as plain values.
        text: What it does, on one line.
    """

    name: str
    type: str
    default: Any
    text: str


def all_techniques() -> tuple[Technique, ...]:
    """Give every entry of every catalogue, group by group."""
    return tuple(entry for catalogue in ALL_CATALOGUES for entry in catalogue.values())


def groups() -> tuple[str, ...]:
    """Name the groups, in the order of the catalogues."""
    return tuple(dict.fromkeys(entry.group for entry in all_techniques()))


def find_techniques(word: str | None = None) -> tuple[Technique, ...]:
    """Find techniques by a group, a name or an alias; without a word, all.

    Raises:
        UsageError: No group or technique is called so; the nearest word is given.

    Example:
        >>> [entry.name for entry in find_techniques("ce")], len(find_techniques("schedule"))
        (['cross-entropy'], 5)
    """
    everything = all_techniques()
    if word is None:
        return everything
    asked = word.lower()
    names = {asked, asked.removesuffix("s"), asked.removesuffix("es")}
    found = tuple(entry for entry in everything if entry.group in names)
    found = found or tuple(entry for entry in everything if asked in (entry.name, *entry.aliases))
    if found:
        return found
    known = [*groups(), *(name for entry in everything for name in (entry.name, *entry.aliases))]
    nearest = get_close_matches(asked, known, n=1)
    hint = f"did you mean {nearest[0]!r}?" if nearest else f"the groups are {', '.join(groups())}."
    raise UsageError(f"there is no technique or group {word!r}: {hint}")


def option_texts(options: type[BaseModel]) -> tuple[OptionText, ...]:
    """Describe the options of a type; the texts are those of its docstring.

    Example:
        >>> from segscope.config.catalogue import LOSSES
        >>> option_texts(LOSSES["dice"].options)[0].text
        'Added to numerator and denominator, in pixels.'
    """
    texts: dict[str, str] = {}
    for base in reversed(options.__mro__):  # a type's own text goes before that of what it is made from
        if issubclass(base, BaseModel):
            texts |= attribute_texts(inspect.cleandoc(base.__doc__ or ""))
    # Defaults as a config shows them: lists and mappings of plain values.
    defaults = options.model_construct().model_dump(mode="json", warnings=False)
    return tuple(
        OptionText(name, _type_name(field.annotation), defaults.get(name), texts.get(name, ""))
        for name, field in options.model_fields.items()
    )


def attribute_texts(doc: str) -> dict[str, str]:
    r"""Read the texts under ``Attributes:`` of a docstring by name, each on one line.

    Example:
        >>> attribute_texts("A loss.\n\nAttributes:\n    gamma: Power of\n        it.\n")
        {'gamma': 'Power of it.'}
    """
    _, _, attributes = doc.partition("Attributes:\n")
    found = re.findall(r"^ {4}(\w+): (.*(?:\n {5,}.*)*)", attributes, flags=re.MULTILINE)
    return {name: re.sub(r"\s+", " ", text).replace("``", "`") for name, text in found}


def describe(technique: Technique) -> dict[str, Any]:
    """Give a technique as plain values, ready for JSON.

    Example:
        >>> from segscope.config.catalogue import MIXES
        >>> described = describe(MIXES["cutmix"])
        >>> described["words"], described["options"][0]["name"], described["options"][0]["default"]
        ('mix+=cutmix', 'probability', 0.5)
    """
    return {
        "group": technique.group,
        "name": technique.name,
        "aliases": list(technique.aliases),
        "summary": technique.summary,
        "source": technique.source,
        "words": words_of(technique),
        "options": [asdict(option) for option in option_texts(technique.options)],
        "check": technique.check,
        "test": technique.test,
    }


def _type_name(annotation: Any) -> str:
    """Write a type as a reader of a config wants it, such as ``float`` or ``'soft' | 'hard'``."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type_name(arguments[0])
    if origin is Literal:
        return " | ".join(map(repr, arguments))
    if origin in (Union, UnionType):
        return " | ".join(map(_type_name, arguments))
    if origin is not None:
        return f"{origin.__name__}[{', '.join(map(_type_name, arguments))}]"
    if annotation is Ellipsis:
        return "..."
    return "None" if annotation is type(None) else str(annotation.__name__)
