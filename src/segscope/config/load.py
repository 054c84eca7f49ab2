"""From a YAML file and ``key=value`` overrides to one validated config."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from segscope.config.choice import Choice
from segscope.config.overrides import apply_overrides
from segscope.config.run_config import RunConfig
from segscope.config.strict_yaml import parse_yaml, read_text
from segscope.errors import ConfigError


def load_config(
    path: Path | str | None = None,
    overrides: Sequence[str] = (),
    *,
    data: str | None = None,
    texts: Mapping[str, str] | None = None,
) -> RunConfig:
    """Read a run's config.

    Args:
        path: A YAML file; None starts from the defaults alone.
        data: The data set's path, taken as it is (an override would be read as YAML).
        texts: Further top-level texts, such as ``name``, taken as they are.
        overrides: ``section.key=value`` words; the value is read as YAML. A list's entry is named by
            its position or its technique: ``loss.dice.weight=2``.

    Returns:
        The resolved, frozen config.

    Raises:
        ConfigError: The file cannot be read, a key is unknown (the nearest name is given), or a
            value is wrong.

    Example:
        >>> config = load_config(None, ["data.path=camvid", "train.epochs=3", "loss=dice"])
        >>> config.train.epochs, [term.name for term in config.loss]
        (3, ['dice'])
    """
    where = str(path) if path is not None else "config"
    values = _read_yaml(Path(path)) if path is not None else {}
    values = {**values, **(texts or {}), **({"data": {"path": data}} if data is not None else {})}
    # Overrides may name an entry that only the defaults hold, so the defaults are filled in first.
    filled = resolve(_fill_data_path(values), where).model_dump(mode="json")
    config = resolve(apply_overrides(filled, overrides), where)
    if not config.data.path:
        raise ConfigError(f"{where}: data.path is missing: give it in the file, or as data.path=FOLDER.")
    return config


def resolve(values: Mapping[str, Any], where: str = "config") -> RunConfig:
    """Validate plain values.

    Args:
        values: The config as nested mappings and lists.
        where: What messages call it, usually the file's name.

    Raises:
        ConfigError: With one sentence for the first mistake.
    """
    try:
        return RunConfig.model_validate(values)
    except ConfigError as error:
        raise ConfigError(f"{where}: {error}") from error
    except ValidationError as error:
        raise ConfigError(f"{where}: {explain(error, RunConfig)}") from error


def dump_config(config: RunConfig) -> str:
    """Write a config as YAML with every option shown; :func:`load_config` reads it back equal."""
    text: str = yaml.safe_dump(config.model_dump(mode="json"), sort_keys=False, allow_unicode=True)
    return text


def _fill_data_path(values: dict[str, Any]) -> dict[str, Any]:
    data = values.get("data")
    if data is None:
        return {**values, "data": {"path": ""}}
    if isinstance(data, str):
        return {**values, "data": {"path": data}}
    return {**values, "data": {"path": "", **data}} if isinstance(data, Mapping) else values


def _read_yaml(path: Path) -> dict[str, Any]:
    values = parse_yaml(read_text(path), str(path))
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise ConfigError(f"{path}: a config is a mapping of sections such as `data:` and `train:`.")
    return values


def explain(error: ValidationError, root: type[BaseModel]) -> str:
    """Say the first mistake in a few words, with the nearest known key where one is unknown.

    Args:
        error: What validation raised.
        root: The record that was validated.
    """
    first = error.errors()[0]
    location = [part for part in first["loc"] if isinstance(part, str | int)]
    key = ".".join(str(part) for part in location)
    if first["type"] == "extra_forbidden":
        return f"unknown key {key}{_hint(root, location)}"
    if first["type"] == "missing":
        return f"{key} is missing."
    given = "" if isinstance(first["input"], Mapping | list) else f", not {first['input']!r}"
    message = first["msg"].removeprefix("Value error, ")
    return f"{f'{key}: ' if key else ''}{message[0].lower()}{message[1:]}{given}."


def _hint(root: type[BaseModel], location: Sequence[str | int]) -> str:
    """Say whose key it is, or which known key is nearest."""
    last, before = str(location[-1]), location[:-1]
    owners = _owners(root, before, last)
    if owners:
        return f": it is an option of {', '.join(owners)} alone."
    nearest = get_close_matches(last, _known_keys(root, before), n=1)
    if nearest:
        prefix = "".join(f"{part}." for part in before)
        return f": did you mean {prefix}{nearest[0]}?"
    elsewhere = _same_elsewhere(root, last)
    return f": did you mean {' or '.join(elsewhere)}?" if elsewhere else "."


def _same_elsewhere(root: type[BaseModel], key: str) -> list[str]:
    """Give the keys of other sections that have this name, such as ``optimizer.lr`` for ``lr``."""
    sections = {name: _model_in(field.annotation) for name, field in root.model_fields.items()}
    return [
        f"{name}.{key}"
        for name, section in sections.items()
        if section is not None and key in _known_keys(root, (name,))
    ]


def _owners(root: type[BaseModel], location: Sequence[str | int], key: str) -> list[str]:
    """Name the techniques that have the option; where one is asked, the chosen technique has not."""
    kind = _record_at(root, location)
    if kind is None or not issubclass(kind, Choice):
        return []
    return [technique.name for technique in kind.catalogue.values() if key in technique.options.model_fields]


def _known_keys(root: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    kind = _record_at(root, location)
    if kind is None:
        return []
    keys = list(kind.model_fields)
    if issubclass(kind, Choice):
        keys += [name for t in kind.catalogue.values() for name in t.options.model_fields]
    return keys


def _record_at(root: type[BaseModel], location: Sequence[str | int]) -> type[BaseModel] | None:
    """Give the type of the record at a place of the config; None where it has none."""
    kind: type[BaseModel] | None = root
    for part in location:
        if isinstance(part, int) or kind is None:
            continue
        kind = _model_in(_field(kind, part))
    return kind


def _field(kind: type[BaseModel], name: str) -> Any:
    """Give the annotation of a field, of a choice also that of an option of any of its techniques."""
    kinds = [kind]
    if issubclass(kind, Choice):
        kinds += [technique.options for technique in kind.catalogue.values()]
    return next((one.model_fields[name].annotation for one in kinds if name in one.model_fields), None)


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_in(argument)
        if found is not None:
            return found
    return None
