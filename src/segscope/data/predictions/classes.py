"""The classes that ground truth and predictions are read by."""

from dataclasses import replace

from segscope.config.class_file import ClassFile, load_class_file
from segscope.data.predictions.sources import PredictionSources
from segscope.engine.class_set import ClassSet
from segscope.errors import UsageError


def choose_classes(sources: PredictionSources, warnings: list[str]) -> ClassFile | None:
    """Read the class file and lay the ignore id over it.

    A class whose id is the ignore id (lists of names often end with Void) is no class any more.

    Args:
        sources: What the user gives.
        warnings: Takes a sentence where a class is left out.

    Returns:
        None where no file is given and COCO categories are to be the classes.

    Raises:
        UsageError: The class file is missing, or nothing is left of it.
        ConfigError: The class file or the ignore id is wrong.
    """
    if sources.classes is None:
        if sources.ground_truth.suffix.lower() == ".json" and sources.ignore is None:
            return None
        raise missing_classes()
    class_file = load_class_file(sources.classes)
    if sources.ignore is None:
        return class_file
    class_set = class_file.class_set
    if sources.ignore in class_set.ids:
        index = class_set.ids.index(sources.ignore)
        name = class_set.names[index]
        class_set = _without(class_set, index)
        warnings.append(f"class {name!r} has the ignore id {sources.ignore}: its pixels are not counted.")
    return replace(class_file, class_set=replace(class_set, ignore_id=sources.ignore))


def missing_classes() -> UsageError:
    """Make the error of a class file that was not given."""
    return UsageError(
        "the classes are missing: name a class file with --classes FILE, a YAML or a text with a name a line."
    )


def _without(class_set: ClassSet, index: int) -> ClassSet:
    """Leave a class out; the others keep ids, colours and roles."""
    stay = [other for other in range(class_set.num_classes) if other != index]
    if not stay:
        raise UsageError(f"the ignore id is that of the only class, {class_set.names[0]!r}: give another.")
    roles = {
        role: stay.index(place) if place in stay else None
        for role, place in (("background", class_set.background), ("unknown", class_set.unknown))
    }
    return ClassSet(
        tuple(class_set.names[other] for other in stay),
        ids=tuple(class_set.ids[other] for other in stay),
        colours=tuple(class_set.colours[other] for other in stay),
        background=roles["background"],
        unknown=roles["unknown"],
    )
