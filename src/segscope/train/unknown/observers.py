"""Which model looks at which pictures: one that did not train on them, where there is one."""

from collections.abc import Sequence
from dataclasses import dataclass

from segscope.config.load import resolve
from segscope.config.run_config import RunConfig
from segscope.data.sample import Dataset, Sample
from segscope.errors import ConfigError, UsageError
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.preflight import open_data, refuse_changed_data
from segscope.train.setup import split_samples


@dataclass(frozen=True)
class Observer:
    """A trained model with the pictures that it is to look at.

    Attributes:
        run: The training.
        dataset: Its data.
        samples: The pictures.
    """

    run: Run
    dataset: Dataset
    samples: tuple[Sample, ...]


@dataclass(frozen=True)
class Observation:
    """All pictures, each looked at by one model.

    Attributes:
        observers: One a fold, or a single one.
        out_of_fold: Whether no model trained on what it looks at.
        leak: Why trainings with the parts will score too well; empty where none of the pictures validates.
    """

    observers: tuple[Observer, ...]
    out_of_fold: bool
    leak: str = ""

    @property
    def warning(self) -> str:
        """Why this way is the worse one; empty for folds of training pictures alone."""
        return " ".join(filter(None, (self._learned_by_heart, self.leak)))

    @property
    def _learned_by_heart(self) -> str:
        if self.out_of_fold:
            return ""
        return (
            "this model trained on the objects it looks at, so its features say what it learned by heart of "
            "each, more than what they have in common: train folds (`segscope train ... --folds 3`) and "
            "explore with all of them."
        )


def observe(runs: Sequence[Run], workspace: Workspace) -> Observation:
    """Give each picture to the fold's model that did not train on it; a single model takes its training part.

    Raises:
        UsageError: Several runs that are not the folds of one split file, or no training.
        ConfigError: A run was not trained with the unknown class as a class of its own.
        DataError: The data is no longer what the runs began with.
    """
    configs = [resolve(run.config, f"run {run.id}") for run in runs]
    for run, config in zip(runs, configs, strict=True):
        if run.kind != "train":
            raise UsageError(f"run {run.id} is no training and has no model: name a training.")
        if config.unknown.name in ("background", "ignore"):
            raise ConfigError(
                f"run {run.id} was trained with `unknown: {config.unknown.name}` and knows nothing of the "
                "class: explore with runs that trained it as a class of its own."
            )
    folds = [(config.data.split_sha256, config.data.fold) for config in configs]
    if len(runs) > 1 and (len({split for split, _ in folds}) > 1 or len(set(folds)) < len(folds)):
        raise UsageError(
            "several runs must be different folds of one split file (`segscope train ... --folds 3`): name "
            "those, or a single run."
        )
    out_of_fold = len(runs) > 1
    observers = []
    for run, config in zip(runs, configs, strict=True):
        dataset = open_data(config, workspace)
        refuse_changed_data(run, dataset)
        part = config.data.val if out_of_fold else config.data.train
        observers.append(Observer(run, dataset, split_samples(dataset, part)))
    return Observation(tuple(observers), out_of_fold, _leak(configs[0], observers, workspace))


def _leak(config: RunConfig, observers: Sequence[Observer], workspace: Workspace) -> str:
    """Say how many of the pictures validate a training that will use the parts; empty for none."""
    if config.data.fold is None:
        return ""  # the layout's own training split, of which nothing validates
    whole = config.data.model_copy(update={"split": None, "fold": None, "split_sha256": None})
    dataset = open_data(config.model_copy(update={"data": whole}), workspace)
    validated = {one.image_path for one in dataset.samples.get(whole.val, ()) if one.label is not None}
    seen = [sample.image_path for observer in observers for sample in observer.samples]
    held = sum(path in validated for path in seen)
    if held:
        return (
            f"{held} of the {len(seen)} pictures looked at are of the split {whole.val!r}, and a training "
            "with these parts that validates on them scores too well: explore with folds of the training "
            "split alone (`segscope split ... --pool train`)."
        )
    if validated or len(observers) == 1:
        return ""
    return (
        f"the data has no split {whole.val!r} of its own, so that a training with these parts validates on "
        f"some of the {len(seen)} pictures looked at and scores too well: measure it on pictures that are in "
        "no fold."
    )
