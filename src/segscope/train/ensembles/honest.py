"""Which members may say something of which picture: those that did not train on it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from segscope.config.load import resolve
from segscope.config.run_config import DataConfig
from segscope.data.sample import Dataset, Sample
from segscope.engine.class_set import ClassSet
from segscope.errors import ConfigError, DataError, UsageError
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.ensembles.members import LoadedMember
from segscope.train.preflight import open_data
from segscope.train.pseudo.manifest import KEPT_NAME, read_manifest
from segscope.train.setup import split_samples

_LAYOUT_ONLY = ("split", "fold", "split_sha256")
"""Settings of a data section that choose samples beside the layout's own splits."""


@dataclass(frozen=True)
class HonestSample:
    """A picture with ground truth, and who may be measured on it.

    Attributes:
        dataset: Reads it.
        sample: The sample as that data set knows it.
        members: Positions of the members that did not train on it, in order.
    """

    dataset: Dataset
    sample: Sample
    members: tuple[int, ...]


@dataclass(frozen=True)
class Coverage:
    """What is measured, and by whom.

    Attributes:
        samples: The pictures that are measured, each once.
        split: The split's name.
        trained_on: Pictures that are left out because every member trained on them.
        pool: Different pictures that the members' runs know, in training and validation.
        transductive: Pictures on whose pseudo-labels a member that is asked was trained: they are not new to
            it, although it never saw their ground truth.
        searched_on: Pictures on whose ground truth the members' weights were searched.
    """

    samples: tuple[HonestSample, ...]
    split: str
    trained_on: int
    pool: int
    transductive: int = 0
    searched_on: int = 0

    @property
    def fewest(self) -> int:
        """Least number of members of one picture."""
        return min(len(sample.members) for sample in self.samples)

    @property
    def most(self) -> int:
        """Greatest number of members of one picture."""
        return max(len(sample.members) for sample in self.samples)


class _Pictures:
    """Knows pictures by path and by content, so that a copy elsewhere is the same picture."""

    def __init__(self, run: Run, split: str) -> None:
        rows = run.samples(split)
        self.paths = {row.image_path for row in rows}
        self.hashes = {row.image_hash for row in rows if row.image_hash}

    def __contains__(self, picture: tuple[str, str]) -> bool:
        path, digest = picture
        return path in self.paths or digest in self.hashes


def find_honest_samples(
    members: Sequence[LoadedMember],
    workspace: Workspace,
    *,
    split: str | None = None,
    data: Path | None = None,
) -> Coverage:
    """Find the pictures that are measured, and for each the members that did not train on it.

    Of folds, each picture is so measured once, by the one model that did not see it; of seeds, by all.

    Args:
        members: Members of one model.
        workspace: Where rasterised label maps are cached.
        split: The split that is measured; None = the one that each run validates.
        data: Another data set; None = that of each run.

    Raises:
        UsageError: Every member trained on every picture, or two pictures share a name.
        ConfigError: The data set has other classes, or no such split.
    """
    found: dict[tuple[str, str], tuple[Dataset, Sample]] = {}
    split_name = split or _validated_split(members[0].run)
    for dataset, samples in _opened(members, workspace, split, data):
        _refuse_other_classes(dataset, members[0].run)
        for sample in samples:
            found.setdefault((str(sample.image_path), _hash(sample.image_path)), (dataset, sample))
    trained = [_Pictures(member.run, _training_split(member.run)) for member in members]
    pseudo = [_pseudo_labelled(member.run) for member in members]
    measured, left_out, transductive = [], 0, 0
    for picture, (dataset, sample) in found.items():
        honest = tuple(index for index, seen in enumerate(trained) if picture not in seen)
        if honest:
            measured.append(HonestSample(dataset, replace(sample, split=split_name), honest))
        left_out += not honest
        transductive += any(picture[1] in pseudo[index] for index in honest)
    if not measured:
        raise UsageError(
            f"every picture of split {split_name!r} was trained on by all models named: a score on it says "
            "nothing of new pictures; choose another --split or another --data."
        )
    _refuse_twins(measured)
    pool = {row.image_path for member in members for row in member.run.samples()}
    known = len(pool | {path for path, _ in found})
    return Coverage(tuple(measured), split_name, left_out, known, transductive)


def _opened(
    members: Sequence[LoadedMember], workspace: Workspace, split: str | None, data: Path | None
) -> list[tuple[Dataset, Sequence[Sample]]]:
    """Open each data set that the members name, once."""
    opened = {}
    for member in members:
        config = resolve(member.run.config, f"run {member.run.id}")
        if data is not None:
            config = config.model_copy(update={"data": _other_data(config.data, data)})
        key = config.data.model_dump_json()
        if key not in opened:
            dataset = open_data(config, workspace)
            opened[key] = (dataset, split_samples(dataset, split or config.data.val))
    return list(opened.values())


def _other_data(config: DataConfig, path: Path) -> DataConfig:
    own = {name: None for name in _LAYOUT_ONLY if name in DataConfig.model_fields}
    return config.model_copy(update={"path": str(path.expanduser().absolute()), "images": None, **own})


def _validated_split(run: Run) -> str:
    return resolve(run.config, f"run {run.id}").data.val


def _training_split(run: Run) -> str:
    return resolve(run.config, f"run {run.id}").data.train


def _pseudo_labelled(run: Run) -> frozenset[str]:
    """Give the hashes of the pictures on whose pseudo-labels a run was trained."""
    data = resolve(run.config, f"run {run.id}").data
    if data.pseudo is None:
        return frozenset()
    manifest, _ = read_manifest(run.folder, KEPT_NAME)
    labels = manifest.set_for({row.image_hash for row in run.samples(data.val) if row.image_hash})
    return frozenset() if labels is None else frozenset(one.sha256 for one in labels.pictures)


def _refuse_other_classes(dataset: Dataset, run: Run) -> None:
    classes: ClassSet = dataset.class_set
    if classes.names != run.class_set.names:
        raise ConfigError(
            f"{dataset.root}: its classes are not those of run {run.id}: name data of the same class file."
        )


def _refuse_twins(measured: Sequence[HonestSample]) -> None:
    seen: dict[str, Path] = {}
    for found in measured:
        other = seen.setdefault(found.sample.id, found.sample.image_path)
        if other != found.sample.image_path:
            raise UsageError(
                f"{other} and {found.sample.image_path} share the name {found.sample.id!r}: evaluate "
                "the runs of one data set."
            )


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DataError(f"{path}: the picture cannot be read ({error.strerror}).") from error
