r"""The class file: names, ids, colours, roles and the group rule of a data set, typed once.

Two forms. A YAML file says everything::

    classes:
      - {name: Background, id: 0, colour: [0, 0, 0], role: background}
      - {name: UNKNOWN, id: 1, colour: "#c00080", role: unknown}
      - {name: Paper, id: 3, colour: "#0080c0"}
    ignore: 255                      # the id of pixels that no score counts
    ignore_colour: [255, 255, 255]   # the same for colour masks
    group: '^(\w+)_'                 # pictures whose names share group 1 belong together

``classes`` may also be a list of names (ids 0 … K-1) or a mapping ``id: name``. A text file holds one
name a line (ids 0 … K-1); its last line may be ``ignore: 11``.
"""

import re
from pathlib import Path

import yaml

from segscope.config.class_file_yaml import ClassFile, parse_class_yaml
from segscope.config.strict_yaml import parse_yaml, read_text
from segscope.engine.class_set import ClassSet
from segscope.errors import ConfigError

__all__ = ["ClassFile", "dump_class_file", "load_class_file"]

_YAML_ENDINGS = (".yaml", ".yml", ".json")
_IGNORE_LINE = re.compile(r"ignore\s*:\s*(\d+)")
_NUMBERED_LINE = re.compile(r"\d+\s*[\s:,;]\s*\S")


def load_class_file(path: Path | str) -> ClassFile:
    r"""Read a class file.

    Args:
        path: YAML (``.yaml``, ``.yml``, ``.json``) or a text file with a name a line.

    Raises:
        ConfigError: With one sentence for the first mistake; an unknown key is answered with the
            nearest known one.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder, "classes.txt")
        ...     _ = file.write_text("Sky\nRoad\nignore: 2\n", encoding="utf-8")
        ...     load_class_file(file).class_set.names
        ('Sky', 'Road')
    """
    path = Path(path)
    text = read_text(path)
    try:
        if path.suffix.lower() not in _YAML_ENDINGS:
            return ClassFile(_parse_lines(text))
        return parse_class_yaml(parse_yaml(text, str(path)))
    except ConfigError as error:
        message = str(error)
        raise ConfigError(message if message.startswith(str(path)) else f"{path}: {message}") from error


def dump_class_file(class_file: ClassFile) -> str:
    """Write a class file as YAML text; :func:`load_class_file` reads it back equal.

    Example:
        >>> print(dump_class_file(ClassFile(ClassSet(("road", "car"), ignore_id=255))))
        classes:
        - {name: road, id: 0}
        - {name: car, id: 1}
        ignore: 255
        <BLANKLINE>
    """
    class_set = class_file.class_set
    lines = ["classes:"]
    for index, (name, file_id) in enumerate(zip(class_set.names, class_set.ids, strict=True)):
        entry: dict[str, object] = {"name": name, "id": file_id}
        if class_file.has_colours:
            entry["colour"] = list(class_set.colours[index])
        if index == class_set.background:
            entry["role"] = "background"
        if index == class_set.unknown:
            entry["role"] = "unknown"
        lines.append(f"- {_flow(entry)}")
    if class_set.ignore_id is not None:
        lines.append(f"ignore: {class_set.ignore_id}")
    if class_file.ignore_colour is not None:
        lines.append(f"ignore_colour: {_flow(list(class_file.ignore_colour))}")
    if class_file.group is not None:
        lines.append(_flow({"group": class_file.group})[1:-1])
    return "\n".join(lines) + "\n"


def _flow(value: object) -> str:
    text: str = yaml.safe_dump(
        value, default_flow_style=True, sort_keys=False, allow_unicode=True, width=float("inf")
    )
    return text.strip()


def _parse_lines(text: str) -> ClassSet:
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    ignore_id = None
    if lines and (match := _IGNORE_LINE.fullmatch(lines[-1])):
        ignore_id = int(match[1])
        lines.pop()
    if not lines:
        raise ConfigError("the class file is empty: write one class name a line.")
    if any(_IGNORE_LINE.fullmatch(line) for line in lines):
        raise ConfigError("the line `ignore: ID` must be the last one and stand once.")
    if len(lines) > 1 and all(_NUMBERED_LINE.match(line) for line in lines):
        raise ConfigError(
            "the lines begin with numbers, but ids in a text file are the line numbers from 0: "
            "leave the numbers out, or write a YAML file with `classes: {id: name}`."
        )
    return ClassSet(tuple(lines), ignore_id=ignore_id)
