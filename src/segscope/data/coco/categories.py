"""Categories of a COCO file, and the class set that they make or belong to."""

import dataclasses
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from segscope.data.coco.json_file import JsonFile, RepeatedKeyDict
from segscope.data.coco.problems import quoted
from segscope.data.coco.values import shown, whole_number
from segscope.engine.class_set import MAX_FILE_ID, ClassSet
from segscope.errors import DataError

_BACKGROUND, _UNKNOWN = "background", "unknown"


@dataclass(frozen=True, slots=True)
class Category:
    """One entry of ``categories``: a whole number and a name in NFC without outer spaces, not empty."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ClassMap:
    """How a file's categories become labels.

    Attributes:
        class_set: The classes of the data set.
        base: Label of pixels that nothing covers: the background class, or the ignore value.
        labels: {category id: label}; a category that is missing here belongs to no class.
        matched_by_id: True where a class file was given and not one name was in it.
    """

    class_set: ClassSet
    base: int
    labels: Mapping[int, int]
    matched_by_id: bool = False


def read_categories(file: JsonFile) -> tuple[Category, ...]:
    """Read and check ``categories``, sorted by id; empty where the file has none.

    Raises:
        DataError: An entry is no category, or an id or a name is used twice.
    """
    found = [_read_category(entry, file.name) for entry in file.entries("categories") or []]
    for what, values in (("id", [c.id for c in found]), ("name", [c.name for c in found])):
        value, times = max(Counter(values).items(), key=lambda item: item[1], default=(None, 0))
        if times > 1:
            raise DataError(
                f"{file.name}: {times} categories have the {what} {quoted(value)}: give each its own."
            )
    return tuple(sorted(found, key=lambda category: category.id))


def _read_category(entry: Any, file_name: str) -> Category:
    if not isinstance(entry, dict):
        raise DataError(f"{file_name}: {shown(entry)} in 'categories' is no object with id and name.")
    if isinstance(entry, RepeatedKeyDict):
        raise DataError(f"{file_name}: a category has the key {quoted(entry.repeated)} twice: keep one.")
    category_id, name = whole_number(entry.get("id")), entry.get("name")
    if category_id is None:
        raise DataError(f"{file_name}: category id {shown(entry.get('id'))} is no whole number: write one.")
    if not isinstance(name, str) or not name.strip():
        raise DataError(f"{file_name}: category {quoted(category_id)} has no name: write one.")
    return Category(category_id, _composed(name))


def _composed(name: str) -> str:
    """Give a name as it is compared: Mac and Linux write the same Hangul or accents differently."""
    return unicodedata.normalize("NFC", name).strip()


def merge_categories(per_file: Mapping[str, Sequence[Category]]) -> tuple[Category, ...]:
    """Give the categories that all files share; a file without any is left out.

    Args:
        per_file: {file name: its categories}.

    Raises:
        DataError: Two files differ.
    """
    given = {name: tuple(categories) for name, categories in per_file.items() if categories}
    if not given:
        return ()
    first_name, first = next(iter(given.items()))
    for name, categories in given.items():
        differing = sorted(set(first) ^ set(categories), key=lambda category: category.id)
        if differing:
            raise DataError(
                f"{first_name} and {name} have different categories ({quoted(differing[0].name)}, id "
                f"{quoted(differing[0].id)}, is in one of them only): give both the same list."
            )
    return first


def map_categories(categories: Sequence[Category], given: ClassSet | None, where: str) -> ClassMap:
    """Settle the class set and the label of each category.

    Without a class file the categories are the classes, by ascending id; one that is called "background"
    or "unknown" gets that role, and where none is called background, class 0 ``Background`` is put in
    front with file id 0, or the smallest free one.

    With a class file its names decide; only where not one name is found do the ids.

    Args:
        categories: As read from the files.
        given: The class file's classes, or None.
        where: The annotation file's name, for messages.

    Raises:
        DataError: There are no categories and no class file, an id cannot be a file id, or the class
            file has neither a background nor an ignore id for the pixels that nothing covers.
    """
    if given is None:
        class_set = _class_set_of(categories, where)
        labels = {category_id: index for index, category_id in enumerate(class_set.ids)}
        return ClassMap(class_set, _base(class_set, where), labels)
    class_set = _with_background(given)
    by_id = {file_id: index for index, file_id in enumerate(class_set.ids)}
    if class_set.ignore_id is not None:
        by_id[class_set.ignore_id] = class_set.ignore
    labels = labels_by_name(categories, class_set)
    if labels:
        # A category such as "void" that has the ignore id is ignored, whatever its name.
        ignored = {c.id: class_set.ignore for c in categories if c.id == class_set.ignore_id}
        return ClassMap(class_set, _base(class_set, where), ignored | labels)
    return ClassMap(class_set, _base(class_set, where), by_id, matched_by_id=bool(categories))


def labels_by_name(categories: Sequence[Category], class_set: ClassSet) -> dict[int, int]:
    """Match equal names, then names that differ in case only where that leaves no doubt.

    Returns:
        {category id: class index}, without categories that no class is called.
    """
    exact = {_composed(name): index for index, name in enumerate(class_set.names)}
    times = Counter(name.casefold() for name in exact)
    folded = {name.casefold(): index for name, index in exact.items() if times[name.casefold()] == 1}
    found = {c.id: exact.get(c.name, folded.get(c.name.casefold())) for c in categories}
    return {category_id: label for category_id, label in found.items() if label is not None}


def _class_set_of(categories: Sequence[Category], where: str) -> ClassSet:
    if not categories:
        raise DataError(f"{where} has no categories: add them, or give a class file.")
    for category in categories:
        if not 0 <= category.id <= MAX_FILE_ID:
            raise DataError(
                f"{where}: category id {quoted(category.id)} is outside 0 … {MAX_FILE_ID}: number the "
                "categories anew, or give a class file with their names."
            )
    ids = [category.id for category in categories]
    names = [category.name for category in categories]
    keys = [name.casefold() for name in names]
    if _BACKGROUND not in keys:
        free = min(set(range(len(ids) + 1)) - set(ids))
        ids, names, keys = [free, *ids], ["Background", *names], [_BACKGROUND, *keys]
    return ClassSet(
        tuple(names),
        ids=tuple(ids),
        background=keys.index(_BACKGROUND),
        unknown=keys.index(_UNKNOWN) if _UNKNOWN in keys else None,
    )


def _with_background(class_set: ClassSet) -> ClassSet:
    """Give the role to a class that is called background where the class file gives it to none."""
    keys = [name.strip().casefold() for name in class_set.names]
    if class_set.background is not None or _BACKGROUND not in keys:
        return class_set
    return dataclasses.replace(class_set, background=keys.index(_BACKGROUND))


def _base(class_set: ClassSet, where: str) -> int:
    if class_set.background is not None:
        return class_set.background
    if class_set.ignore_id is not None:
        return class_set.ignore
    raise DataError(
        f"the class file says nothing about pixels that no annotation of {where} covers: give one class "
        "the role background, or name an ignore id."
    )
