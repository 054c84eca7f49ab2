"""YAML as people type it by hand, with every slip named: duplicate keys, tabs, aliases, encodings."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from segscope.errors import ConfigError

MAX_BYTES = 1 << 20


class _StrictLoader(yaml.SafeLoader):
    """Safe loading that refuses duplicate keys (PyYAML keeps the last one in silence)."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Build one mapping, refusing a key that is given twice."""
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise yaml.constructor.ConstructorError(
                    None, None, "a key must be a plain word", node.start_mark
                )
            if key in seen:
                mark = key_node.start_mark
                raise yaml.constructor.ConstructorError(None, None, f"key {key!r} is given twice", mark)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Refuse aliases: a short file could unfold to any size."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases (*name) are not used here", mark)
        return super().compose_node(parent, index)


def read_text(path: Path, max_bytes: int = MAX_BYTES) -> str:
    """Read a small UTF-8 text file, with or without a byte-order mark.

    Args:
        path: The file.
        max_bytes: A larger file is refused.

    Raises:
        ConfigError: The file is missing, not a regular file, too large, or not UTF-8.
    """
    if not path.exists():
        raise ConfigError(f"{path}: there is no such file.")
    if not path.is_file():
        raise ConfigError(f"{path}: this is not a file; give a text file.")
    try:
        if path.stat().st_size > max_bytes:
            raise ConfigError(
                f"{path}: the file is larger than {max_bytes >> 20} MiB, so it is not a hand-written file."
            )
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: byte {error.start} is not UTF-8 text: save the file as UTF-8.") from error
    except OSError as error:
        raise ConfigError(f"{path}: the file cannot be read ({error.strerror}).") from error


def parse_yaml(text: str, where: str) -> Any:
    r"""Parse YAML of plain values.

    Args:
        text: The YAML.
        where: What messages call it, usually the file's name.

    Returns:
        Mappings, lists and scalars; None for empty text.

    Raises:
        ConfigError: The text is not YAML, repeats a key, uses aliases, or nests too deeply.

    Example:
        >>> parse_yaml("a: 1\na: 2", "classes.yaml")
        Traceback (most recent call last):
        ...
        segscope.errors.ConfigError: classes.yaml, line 2: key 'a' is given twice.
    """
    try:
        # _StrictLoader is a SafeLoader: it builds plain values only.
        return yaml.load(text, Loader=_StrictLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = "" if mark is None else f", line {mark.line + 1}"
        problem = error.problem or error.context or "not valid YAML"
        if "'\\t'" in problem:
            problem = "a tab stands where YAML wants spaces: indent with spaces"
        raise ConfigError(f"{where}{line}: {problem}.") from error
    except yaml.reader.ReaderError as error:
        raise ConfigError(
            f"{where}: character #{error.position} ({error.character!r}) is not allowed in YAML."
        ) from error
    except (ValueError, OverflowError) as error:
        raise ConfigError(f"{where}: a value cannot be read ({error}).") from error
    except RecursionError as error:
        raise ConfigError(f"{where}: brackets nest too deeply to be meant.") from error
