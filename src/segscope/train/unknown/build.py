"""From the config's word on the unknown class to what a training sees of it."""

from collections.abc import Sequence
from pathlib import Path

from segscope.config.catalogue.unknowns import SplitUnknownOptions
from segscope.config.choice import UnknownChoice
from segscope.config.run_config import RunConfig
from segscope.data.sample import Dataset, Sample
from segscope.engine.class_set import ClassSet
from segscope.errors import ConfigError
from segscope.train.resolve import resolve_target
from segscope.train.unknown.objects import picture_key
from segscope.train.unknown.split import read_pinned
from segscope.train.unknown.subclasses import Subclasses
from segscope.train.unknown.view import TrainingView, ViewRequest


def pin_unknown(config: RunConfig) -> RunConfig:
    """Note the file of the sub-classes by its absolute path, its hash and the sub-classes' names.

    So the run's config says how many outputs the model has, and a resume notices another file.

    Raises:
        ConfigError: The file is missing or wrong.
        DataError: It is not the one whose hash the config names.
    """
    options = config.unknown.options
    if not isinstance(options, SplitUnknownOptions):
        return config
    content = read_pinned(options)
    noted = {
        "file": str(Path(str(options.file)).expanduser().absolute()),
        "sha256": content.sha256,
        "parts": content.parts,
    }
    pinned = config.unknown.model_copy(update={"options": options.model_copy(update=noted)})
    return config.model_copy(update={"unknown": pinned})


def find_unknown(choice: UnknownChoice, class_set: ClassSet, where: str) -> int | None:
    """Find the class that is meant: the one the config names, else the one with the role.

    Args:
        choice: The config's word.
        class_set: The data set's classes.
        where: What messages call the data set.

    Returns:
        Its index; None where there is none and the config does not need one.

    Raises:
        ConfigError: There is no such class.
    """
    if choice.class_name is not None:
        try:
            return class_set.index(choice.class_name)
        except ConfigError as error:
            raise ConfigError(f"unknown.class: {error}") from error
    if class_set.unknown is None and choice.name != "own-class":
        raise ConfigError(
            f"{where}: no class has the role unknown, which `unknown: {choice.name}` needs: give one "
            "`role: unknown` in the class file, or name a class with unknown.class=NAME."
        )
    return class_set.unknown


def view_for_training(
    choice: UnknownChoice,
    dataset: Dataset,
    samples: Sequence[Sample],
    class_pixels: Sequence[int],
    label_cache: Path | None = None,
) -> TrainingView:
    """Give the data as it is trained.

    Args:
        choice: The config's word.
        dataset: The opened data.
        samples: The training split.
        class_pixels: (C,) pixels of each class in it.
        label_cache: Where label maps that are costly to make may be kept.

    Raises:
        ConfigError: The class set lacks a role, or no file is named.
        DataError: The file of the sub-classes does not fit the data.
    """
    unknown = find_unknown(choice, dataset.class_set, str(dataset.root))
    build = resolve_target(choice.technique)
    view: TrainingView = build(
        ViewRequest(choice.options, dataset, samples, tuple(class_pixels), unknown, label_cache)
    )
    return view


def leaked_objects(choice: UnknownChoice, dataset: Dataset, validated: Sequence[Sample]) -> str:
    """Say how many validation pictures had a say in the sub-classes that are trained; empty for none.

    Args:
        choice: The config's word.
        dataset: The opened data.
        validated: The validation split.

    Raises:
        ConfigError: The file cannot be read.
        DataError: It is not the one whose hash the config names.
    """
    options = choice.options
    if not isinstance(options, SplitUnknownOptions):
        return ""
    listed = read_pinned(options).objects
    seen = sum(picture_key(dataset, sample) in listed for sample in validated)
    if not seen:
        return ""
    return (
        f"{seen} of the {len(validated)} validation pictures had a say in the sub-classes of {options.file}, "
        "so that this training scores too well: explore with folds of the training split alone "
        "(`segscope split ... --pool train`)."
    )


def trained_outputs(choice: UnknownChoice, class_set: ClassSet) -> Subclasses:
    """Give the outputs of a run's model, from its config alone."""
    options = choice.options
    unknown = find_unknown(choice, class_set, "the run's classes")
    if unknown is None or not isinstance(options, SplitUnknownOptions):
        return Subclasses(class_set.num_classes)
    return Subclasses(class_set.num_classes, unknown, max(len(options.parts), 1))
