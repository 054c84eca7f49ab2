"""The refusal to compare unlike things: one sentence with the difference and both values."""

from collections.abc import Sequence

import numpy as np

from segscope.analysis.compare.sources import RunValidation, in_order
from segscope.errors import NotComparableError


def refuse_unlike(first: RunValidation, other: RunValidation, *, same_samples: bool = True) -> None:
    """Raise unless two validations may be compared.

    Args:
        first: A validation.
        other: Another one.
        same_samples: Whether they must be of the same samples; folds are not.

    Raises:
        NotComparableError: Classes, rule, ignore id, samples, sizes or ground truth differ.
    """
    difference = _unlike_rules(first, other)
    if difference is None and same_samples:
        difference = _unlike_samples(first, other) or _unlike_truth(first, other)
    if difference is not None:
        raise NotComparableError(f"{first.title} and {other.title} cannot be compared: {difference}.")


def _unlike_rules(first: RunValidation, other: RunValidation) -> str | None:
    names, others = first.run.class_set.names, other.run.class_set.names
    if names != others:
        return _unlike_classes(names, others)
    one, two = first.validation.key, other.validation.key
    if one.rule != two.rule:
        return f"they were counted by different rules, ‘{one.rule}’ and ‘{two.rule}’"
    if one.ignore != two.ignore:
        return f"their ignore ids differ, {one.ignore} and {two.ignore}"
    return _unlike_ignore(first, other)


def _unlike_ignore(first: RunValidation, other: RunValidation) -> str | None:
    """Refuse where one side ignores pixels and the other cannot; the files' own ids say nothing more.

    Which pixels are ignored is compared with the label maps.
    """
    ignores = first.run.class_set.ignore_id, other.run.class_set.ignore_id
    any_ignored = any(member.tables.columns["ignore"].any() for member in (first, other))
    if (ignores[0] is None) == (ignores[1] is None) or not any_ignored:
        return None
    return "their ignore ids differ, {} and {}".format(*("none" if i is None else i for i in ignores))


def _unlike_classes(names: Sequence[str], others: Sequence[str]) -> str:
    if len(names) != len(others):
        return f"their class sets differ, {len(names)} and {len(others)} classes"
    index = next(i for i, (name, other) in enumerate(zip(names, others, strict=True)) if name != other)
    return f"their class sets differ, class {index} is {names[index]!r} and {others[index]!r}"


def _unlike_samples(first: RunValidation, other: RunValidation) -> str | None:
    one, two = first.validation, other.validation
    if one.num_images != two.num_images:
        return (
            f"they were validated on {one.num_images} images of split {one.key.split!r} "
            f"and {two.num_images} of {two.key.split!r}{_only_in_one(first, other)}"
        )
    if one.key.split_hash == two.key.split_hash:
        return None
    return (
        f"they were validated on different samples{_only_in_one(first, other)} (split {one.key.split!r} with "
        f"hash {one.key.split_hash[:12]}, and {two.key.split!r} with {two.key.split_hash[:12]})"
    )


def _only_in_one(first: RunValidation, other: RunValidation) -> str:
    """Name a sample that one side has and the other has not."""
    images, others = set(first.tables.images), set(other.tables.images)
    for side, only in (("first", images - others), ("second", others - images)):
        if only:
            return f", {min(only)!r} for one is only in the {side}"
    return ""


def _unlike_truth(first: RunValidation, other: RunValidation) -> str | None:
    """Compare the ground-truth pixels of every class in every image, which the counts hold."""
    one, two = first.tables, in_order(other.tables, first.tables.images)
    truth, others = (tables.dense("tp") + tables.dense("fn") for tables in (one, two))
    pixels, other_pixels = truth.sum(axis=1), others.sum(axis=1)
    sizes = np.flatnonzero(pixels != other_pixels)
    if len(sizes):
        image = sizes[0]
        return (
            f"their label maps differ in size or in ignored pixels, {one.images[image]!r} has "
            f"{pixels[image]:,} counted pixels in one and {other_pixels[image]:,} in the other"
        )
    images, classes = np.nonzero(truth != others)
    if len(images):
        image, index = images[0], classes[0]
        return (
            f"their ground truth differs, {one.images[image]!r} has {truth[image, index]:,} pixels of "
            f"{first.run.class_set.names[index]} in one and {others[image, index]:,} in the other"
        )
    return None
