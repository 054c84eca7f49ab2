"""The trainings of an ablation: baseline and changes, with every seed and every fold."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from segscope.config.changes import BASELINE, Change
from segscope.config.difference import config_difference
from segscope.config.run_config import DataConfig, RunConfig
from segscope.errors import ConfigError
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.ablation.identity import data_key, key_of_run, trial_key, validation_key
from segscope.train.augmentations.weak_classes import name_weak_classes
from segscope.train.folds import plan_folds
from segscope.train.preflight import open_data, with_absolute_paths, with_picture_format
from segscope.train.progress import Watcher

FOLD_KEYS = ("split", "split_sha256", "fold")
"""Settings of a data section that ``--folds`` makes."""


@dataclass(frozen=True)
class AblationRequest:
    """What is asked for.

    Attributes:
        base: The config of the baseline.
        changes: Single changes of it.
        seeds: Trainings of each arm, with the seeds ``train.seed``, ``train.seed + 1`` and so on.
        folds: How many folds each of them trains; 1 = the config's own split.
        name: What it is called; empty takes the base's name.
    """

    base: RunConfig
    changes: tuple[Change, ...]
    seeds: int = 3
    folds: int = 1
    name: str = ""

    @property
    def title(self) -> str:
        """What it is called."""
        return self.name or self.base.name or self.base.model.name


@dataclass(frozen=True)
class Trial:
    """One training.

    Attributes:
        arm: Name of the baseline or of the change.
        seed: Its seed.
        fold: Its fold; None without folds.
        config: What is trained.
        key: What it is known by.
    """

    arm: str
    seed: int
    fold: int | None
    config: RunConfig
    key: str

    @property
    def title(self) -> str:
        """For people: ``cutmix, seed 1, fold 0``."""
        fold = "" if self.fold is None else f", fold {self.fold}"
        return f"{self.arm}, seed {self.seed}{fold}"


@dataclass(frozen=True)
class AblationPlan:
    """All trainings of an ablation.

    Attributes:
        name: What it is called.
        key: Hash of all trainings: the same request on the same data is the same ablation.
        arms: Name → what it changes, the baseline first.
        trials: In the order in which they are trained: all arms with the first seed, then with the next, so
            that an early look shows every change, and a slow hour of the machine meets all alike.
    """

    name: str
    key: str
    arms: dict[str, tuple[str, ...]]
    trials: tuple[Trial, ...]


def plan_ablation(request: AblationRequest, workspace: Workspace, watcher: Watcher) -> AblationPlan:
    """Resolve every training before the first begins, so that slips in later ones are found now.

    Raises:
        ConfigError: A change is wrong, changes nothing, sets the seed, or changes what is measured on.
        DataError: A picture or label map cannot be read.
        StoreError: A run that a change names is not there.
    """
    _refuse_impossible(request)
    data = _data_of_folds(request, workspace, watcher)
    placer = _Placer(request, workspace)
    configs = {BASELINE: request.base} | {
        change.name: change.apply(request.base) for change in request.changes
    }
    base = request.base.model_dump(mode="json")
    trials = [
        trial
        for name, config in configs.items()
        for number, of_fold in enumerate(data)
        for trial in placer.trials(name, config, of_fold, None if request.folds == 1 else number)
    ]
    trials.sort(key=lambda trial: (trial.seed, trial.fold or 0))  # stable: arms stay in order
    arms = {
        name: tuple(change.sentence for change in config_difference(base, config.model_dump(mode="json")))
        for name, config in configs.items()
    }
    joint = hashlib.sha256(" ".join(sorted(trial.key for trial in trials)).encode()).hexdigest()
    return AblationPlan(request.title, joint, arms, tuple(trials))


def find_runs(trials: Sequence[Trial], workspace: Workspace) -> dict[str, Run]:
    """Find the run of each training that was begun, by its key: a finished one, else the newest."""
    wanted = {trial.key for trial in trials}
    seeds = {trial.seed for trial in trials}
    found: dict[str, Run] = {}
    for run in workspace.runs(kind="train"):  # the newest first
        key = key_of_run(run) if run.seed in seeds else None
        if key is None or key not in wanted:
            continue
        if key not in found or (run.status == "finished" and found[key].status != "finished"):
            found[key] = run
    return found


class _Placer:
    """Gives the trainings of a config, on data that each distinct section opens once."""

    def __init__(self, request: AblationRequest, workspace: Workspace) -> None:
        self.request = request
        self.workspace = workspace
        self._known: dict[str, tuple[DataConfig, str, str]] = {}

    def trials(
        self, arm: str, config: RunConfig, of_fold: DataConfig | None, fold: int | None
    ) -> Iterator[Trial]:
        """Give the trainings of an arm on one fold, a seed each."""
        _, _, baseline = self._placed(self.request.base, of_fold)
        placed, data_hash, measured_on = self._placed(config, of_fold)
        if measured_on != baseline:
            raise ConfigError(
                f"change {arm!r} is measured on other pictures or labels than the baseline: leave data be."
            )
        title = self.request.title if arm == BASELINE else f"{self.request.title}: {arm}"
        for index in range(self.request.seeds):
            seed = config.train.seed + index
            train = config.train.model_copy(update={"seed": seed})
            seeded = placed.model_copy(
                update={"train": train, "name": title, "tags": (*config.tags, "ablation")}
            )
            yield Trial(arm, seed, fold, seeded, trial_key(seeded, data_hash))

    def _placed(self, config: RunConfig, of_fold: DataConfig | None) -> tuple[RunConfig, str, str]:
        """Give the config as a run keeps it, the key of its data, and that of what it is measured on."""
        if of_fold is not None:
            fold = {key: getattr(of_fold, key) for key in FOLD_KEYS}
            config = config.model_copy(update={"data": config.data.model_copy(update=fold)})
        placed = name_weak_classes(with_absolute_paths(config), self.workspace)
        known_as = placed.data.model_dump_json()
        if known_as not in self._known:
            dataset = open_data(placed, self.workspace)
            noted = with_picture_format(placed, dataset).data
            self._known[known_as] = noted, data_key(dataset, placed), validation_key(dataset, placed)
        data, seen, measured_on = self._known[known_as]
        return placed.model_copy(update={"data": data}), seen, measured_on


def _refuse_impossible(request: AblationRequest) -> None:
    if request.seeds < 1 or request.folds < 1:
        raise ConfigError(f"{request.seeds} seeds and {request.folds} folds: give 1 or more of each.")
    if not request.changes:
        raise ConfigError("there is nothing to try: give changes, such as --try mix+=cutmix.")
    _refuse_several_devices("the baseline", request.base)
    for change in request.changes:
        changed = change.apply(request.base)
        _refuse_several_devices(f"change {change.name!r}", changed)
        if changed.train.seed != request.base.train.seed:
            raise ConfigError(
                f"change {change.name!r} sets train.seed, which an ablation sets itself: leave it out."
            )
        own = [getattr(changed.data, key) != getattr(request.base.data, key) for key in FOLD_KEYS]
        if request.folds > 1 and any(own):
            raise ConfigError(
                f"change {change.name!r} sets data.split or data.fold, which --folds makes: leave it out."
            )


def _refuse_several_devices(who: str, config: RunConfig) -> None:
    if config.train.devices > 1:
        raise ConfigError(
            f"{who} trains on {config.train.devices} devices: an ablation gives each training one, with "
            "train.devices=1, and trains several side by side with --jobs."
        )


def _data_of_folds(
    request: AblationRequest, workspace: Workspace, watcher: Watcher
) -> tuple[DataConfig | None, ...]:
    if request.folds == 1:
        return (None,)
    planned = plan_folds(request.base, workspace, request.folds, watcher)
    return tuple(fold.config.data for fold in planned)
