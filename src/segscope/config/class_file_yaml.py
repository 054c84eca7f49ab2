"""The content of a class file, and its YAML form checked key by key."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from segscope.engine.class_set import ClassSet
from segscope.engine.palette import Colour
from segscope.errors import ConfigError

_TOP_KEYS = ("classes", "ignore", "ignore_colour", "ignore_color", "group")
_CLASS_KEYS = ("name", "id", "colour", "color", "role")
_ROLES = ("background", "unknown")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class ClassFile:
    """What a class file says.

    Attributes:
        class_set: Names, ids, colours, roles and the ignore id.
        group: The group rule, a regular expression on the file name; None where the file gives none.
        has_colours: Whether the file gives the colours; otherwise they are the default palette, which
            no colour mask can be read with.
        ignore_colour: The 8-bit RGB of ignored pixels in colour masks.
    """

    class_set: ClassSet
    group: str | None = None
    has_colours: bool = False
    ignore_colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    file_id: int | None = None
    colour: Colour | None = None
    role: str | None = None


def parse_class_yaml(values: Any) -> ClassFile:
    """Check what YAML gave and make a class set of it.

    Args:
        values: Plain values, as ``parse_yaml`` gives them.

    Raises:
        ConfigError: A key is unknown or missing, or a value has a wrong type or range.
    """
    if values is None:
        raise ConfigError("the class file is empty: it needs `classes:`.")
    if not isinstance(values, Mapping):
        raise ConfigError("a class file is a mapping with the key `classes`.")
    _check_keys(values, _TOP_KEYS, "the class file")
    if not values.get("classes"):
        raise ConfigError("`classes` is missing or empty.")
    entries = _entries(values["classes"])
    ignore = values.get("ignore")
    ignore_colour = _either(values, "ignore_colour", "ignore_color")
    return ClassFile(
        class_set=ClassSet(
            names=tuple(entry.name for entry in entries),
            ids=_ids(entries),
            colours=_colours(entries),
            ignore_id=None if ignore is None else _integer(ignore, "`ignore`"),
            background=_role_index(entries, "background"),
            unknown=_role_index(entries, "unknown"),
        ),
        group=_group(values.get("group")),
        has_colours=entries[0].colour is not None,
        ignore_colour=None if ignore_colour is None else _colour(ignore_colour, "`ignore_colour`"),
    )


def _entries(classes: Any) -> list[_Entry]:
    if isinstance(classes, Mapping):
        return [_Entry(_name(name), _integer(key, f"class id {key!r}")) for key, name in classes.items()]
    if not isinstance(classes, list):
        raise ConfigError("`classes` must be a list of classes or a mapping `id: name`.")
    return [_entry(item, position) for position, item in enumerate(classes, start=1)]


def _entry(item: Any, position: int) -> _Entry:
    if not isinstance(item, Mapping):
        return _Entry(_name(item))
    where = f"class {item['name']!r}" if isinstance(item.get("name"), str) else f"class number {position}"
    _check_keys(item, _CLASS_KEYS, where)
    if "name" not in item:
        raise ConfigError(f"{where} has no `name`.")
    role, file_id = item.get("role"), item.get("id")
    if role is not None and role not in _ROLES:
        raise ConfigError(f"{where}: role {role!r} is neither `background` nor `unknown`.")
    colour = _either(item, "colour", "color")
    return _Entry(
        name=_name(item["name"]),
        file_id=None if file_id is None else _integer(file_id, f"the id of {where}"),
        colour=None if colour is None else _colour(colour, f"the colour of {where}"),
        role=role,
    )


def _check_keys(values: Mapping[Any, Any], known: Sequence[str], where: str) -> None:
    for key in values:
        if key not in known:
            nearest = get_close_matches(str(key), known, n=1, cutoff=0.5)
            hint = f"did you mean `{nearest[0]}`?" if nearest else f"the keys are {', '.join(known)}."
            raise ConfigError(f"{where} has an unknown key `{key}`: {hint}")


def _either(values: Mapping[str, Any], british: str, american: str) -> Any:
    if values.get(british) is not None and values.get(american) is not None:
        raise ConfigError(f"`{british}` and `{american}` mean the same: give one of them.")
    return values.get(british) if values.get(british) is not None else values.get(american)


def _name(value: Any) -> str:
    if isinstance(value, str) and value.strip():
        return value.strip()
    if value is None or isinstance(value, str):
        raise ConfigError("a class name is empty.")
    raise ConfigError(f"a class name must be text, and YAML reads {value!r} otherwise: put it in quotes.")


def _integer(value: Any, what: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ConfigError(f"{what} must be a whole number, not {value!r}.")
    return value


def _colour(value: Any, what: str) -> Colour:
    if isinstance(value, str) and _HEX.fullmatch(value):
        return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)
    if isinstance(value, list) and len(value) == 3:
        red, green, blue = (_integer(part, what) for part in value)
        if all(0 <= part <= 255 for part in (red, green, blue)):
            return red, green, blue
    raise ConfigError(f'{what} must be [r, g, b] with parts from 0 to 255 or "#rrggbb", not {value!r}.')


def _group(value: Any) -> str | None:
    if value is None or (isinstance(value, str) and value):
        return value
    raise ConfigError(f"`group` must be a regular expression in quotes, not {value!r}.")


def _ids(entries: Sequence[_Entry]) -> tuple[int, ...]:
    given = [entry.file_id for entry in entries if entry.file_id is not None]
    if given and len(given) < len(entries):
        name = next(entry.name for entry in entries if entry.file_id is None)
        raise ConfigError(f"class {name!r} has no `id`, but others have: give all of them or none.")
    return tuple(given)


def _colours(entries: Sequence[_Entry]) -> tuple[Colour, ...]:
    given = [entry.colour for entry in entries if entry.colour is not None]
    if given and len(given) < len(entries):
        name = next(entry.name for entry in entries if entry.colour is None)
        raise ConfigError(f"class {name!r} has no `colour`, but others have: give all of them or none.")
    return tuple(given)


def _role_index(entries: Sequence[_Entry], role: str) -> int | None:
    found = [index for index, entry in enumerate(entries) if entry.role == role]
    if len(found) > 1:
        first, second = (entries[index].name for index in found[:2])
        raise ConfigError(f"classes {first!r} and {second!r} both have the role `{role}`: only one may.")
    return found[0] if found else None
