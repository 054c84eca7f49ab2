"""The weakest classes of an earlier run, written into the config before a training begins.

So the stored config says which classes were pasted, and a resume or a second training needs the earlier
run no more.
"""

import math

from segscope.config.catalogue.augmentation_options import CopyPasteOptions
from segscope.config.choice import AugmentationChoice
from segscope.config.run_config import RunConfig
from segscope.errors import ConfigError
from segscope.store.runs import Run
from segscope.store.workspace import Workspace


def name_weak_classes(config: RunConfig, workspace: Workspace) -> RunConfig:
    """Fill in the ``classes`` of every copy-paste with ``weak_of`` that names none yet.

    Args:
        config: The resolved config.
        workspace: Where the earlier run is.

    Raises:
        StoreError: There is no such run.
        ConfigError: It has no validation, or ``weak_of: parent`` stands in a config without a parent.
    """
    choices = tuple(_fill(choice, config.parent, workspace) for choice in config.augment)
    return config.model_copy(update={"augment": choices})


def weakest_classes(run: Run, count: int) -> tuple[str, ...]:
    """Give the classes of the lowest IoU in a run's last validation, the weakest first.

    Background and unknown class are left out, and classes that occur neither in truth nor prediction.

    Raises:
        ConfigError: The run has no validation.
    """
    # The split's name comes with the run's own config; an import of predictions has one split.
    split = run.config.get("data", {}).get("val")
    validations = run.validations(split)
    if not validations:
        raise ConfigError(
            f"augment: copy-paste asks for the weak classes of run {run.id}, which has no validation: "
            "name another run in weak_of, or the classes in classes."
        )
    scores = validations[-1].scores["per_class"]["iou"]
    classes = run.class_set
    known = [
        (float(iou), name)
        for index, (name, iou) in enumerate(zip(classes.names, scores, strict=True))
        if index not in (classes.background, classes.unknown) and iou is not None and not math.isnan(iou)
    ]
    return tuple(name for _, name in sorted(known, key=lambda entry: entry[0])[:count])


def _fill(choice: AugmentationChoice, parent: str | None, workspace: Workspace) -> AugmentationChoice:
    options = choice.options
    if not isinstance(options, CopyPasteOptions) or options.weak_of is None or options.classes:
        return choice
    reference = parent if options.weak_of == "parent" else options.weak_of
    if reference is None:
        raise ConfigError(
            "augment: copy-paste asks for the weak classes of the parent, and the config names none: "
            "give parent, or a run's name in weak_of."
        )
    names = weakest_classes(workspace.run(reference), options.weak_count)
    return choice.model_copy(update={"options": options.model_copy(update={"classes": names})})
