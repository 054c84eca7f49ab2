"""Pseudo-labels in a training: found, checked against leaks, and mixed into its batches."""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from segscope.config.run_config import DataConfig
from segscope.data.sample import Picture, Sample
from segscope.engine.class_set import LabelMap
from segscope.engine.cpus import usable_cpus
from segscope.errors import ConfigError, DataError
from segscope.train.batches.training_set import Batch, TrainingSet
from segscope.train.pseudo.manifest import FILE_NAME, PictureRecord, PseudoManifest, PseudoSet, read_manifest
from segscope.train.pseudo.picture_set import PSEUDO_SPLIT, PictureSet, PseudoLabel
from segscope.train.unknown.view import TrainingView
from segscope.train.writers.index_png import result_path

_SHUFFLE_PSEUDO = 2


def pin_pseudo(data: DataConfig) -> DataConfig:
    """Note the hash of the config's pseudo-labels, so that the run keeps it.

    Raises:
        DataError: There are none, or not those whose hash the config names.

    Example:
        >>> pin_pseudo(DataConfig(path="camvid")).pseudo_sha256 is None
        True
    """
    if data.pseudo is None:
        return data
    return data.model_copy(update={"pseudo_sha256": _pinned_manifest(data)[1]})


def open_pseudo_labels(data: DataConfig, view: TrainingView, validated: Sequence[Sample]) -> PictureSet:
    """Open the pseudo-labels of a config, made by teachers that never saw this run's validation part.

    Args:
        data: The config's data section.
        view: The data as it is trained; the pseudo-labels of the unknown class become what its labels do.
        validated: The run's validation part.

    Returns:
        The pictures with their labels.

    Raises:
        DataError: No set of labels was made for this validation part, or a file is gone or changed.
        ConfigError: The config names none, or the classes differ.
    """
    if data.pseudo is None:
        raise ConfigError("data.pseudo names no folder of pseudo-labels.")
    folder = Path(data.pseudo).expanduser()
    chosen = _choose(folder, _pinned_manifest(data)[0], validated)
    dataset = view.dataset
    if chosen.class_names != dataset.class_set.names[: view.subclasses.num_classes]:
        raise ConfigError(
            f"{folder / FILE_NAME}: its classes are not those of {dataset.root}: make pseudo-labels with "
            "teachers of these classes."
        )
    samples = tuple(_sample(folder / chosen.name / "labels", one) for one in chosen.pictures)
    if not samples:
        raise DataError(
            f"{folder / FILE_NAME}: {chosen.name} holds no picture: label again with a greater --share."
        )
    if chosen.coverage == 0:
        raise DataError(
            f"{folder / FILE_NAME}: {chosen.name} labels no pixel, so that there is nothing to learn from: "
            "label again with a greater --share, a lower threshold or a lower --min-precision."
        )
    _refuse_changed(samples, chosen.pictures)
    return PictureSet(folder, dataset.class_set, dataset.picture_format, samples, view.pseudo_values)


def manifest_text(folder: Path) -> str:
    """Give the manifest as a run keeps it beside its config."""
    return (folder / FILE_NAME).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Mixture:
    """How labelled and pseudo-labelled pictures share a batch.

    Attributes:
        batch_size: Pictures of a batch on one device.
        devices: How many devices share a batch.
        ratio: Pseudo-labelled pictures for each labelled one.
        weight: How much a pseudo-labelled pixel counts in the loss.
    """

    batch_size: int
    devices: int = 1
    ratio: float = 1.0
    weight: float = 1.0

    @property
    def pseudo(self) -> int:
        """Pseudo-labelled pictures of a whole batch; both kinds are in each.

        Example:
            >>> [Mixture(8, ratio=ratio).pseudo for ratio in (0.01, 1.0, 3.0)]
            [1, 4, 6]
        """
        wanted = round(self.batch_size * self.ratio / (1 + self.ratio))
        return min(max(wanted, 1), self.batch_size - 1)


class PseudoTrainingSet(TrainingSet):
    """The training split with pseudo-labelled pictures in every batch.

    An epoch goes through the labelled pictures once, as without; the pseudo-labelled ones are taken in turn,
    over the epochs, so that a large folder makes no epoch longer than the ratio says.

    Args:
        labelled: The training split, with its augmentations.
        pseudo: The pseudo-labelled pictures.
        mixture: How they share a batch.

    Raises:
        ConfigError: A batch has room for one picture.
    """

    def __init__(self, labelled: TrainingSet, pseudo: PictureSet, mixture: Mixture) -> None:
        if mixture.batch_size < 2:
            raise ConfigError(
                "data.pseudo needs labelled pictures beside it: set train.batch_size to 2 or more."
            )
        super().__init__(
            labelled.dataset,
            (*labelled.samples, *pseudo.pictures),
            labelled.augmentations,
            labelled.seed,
            labelled.epochs,
        )
        self.pseudo = pseudo
        self.mixture = mixture
        self._labelled = labelled

    def order(self, epoch: int) -> list[int]:
        """Give the order of an epoch: in each batch labelled pictures, then pseudo-labelled ones."""
        labelled = self._labelled.order(epoch)
        own = (self.mixture.batch_size - self.mixture.pseudo) * self.mixture.devices
        share = self.mixture.pseudo / (self.mixture.batch_size - self.mixture.pseudo)
        needed = [round(share * len(labelled[at : at + own])) for at in range(0, len(labelled), own)]
        drawn = iter(self._in_turn(epoch * sum(needed), sum(needed)))
        mixed: list[int] = []
        for block, count in enumerate(needed):
            mixed += labelled[block * own : (block + 1) * own]
            mixed += [next(drawn) for _ in range(count)]
        return mixed

    def batch(self, epoch: int, indices: Sequence[int]) -> Batch:
        """Read and augment a batch; pseudo-labelled pictures bear their weight."""
        read = super().batch(epoch, indices)
        if self.mixture.weight == 1:
            return read
        first = len(self._labelled.samples)
        weights = [self.mixture.weight if index >= first else 1.0 for index in indices]
        return replace(read, weights=torch.tensor(weights, dtype=torch.float32))

    def read(self, sample: Sample) -> tuple[Picture, LabelMap]:
        """Read a picture and its label map, from either side."""
        if isinstance(sample.label, PseudoLabel):
            return self.pseudo.read_image(sample), self.pseudo.read_label_map(sample)
        return super().read(sample)

    def _in_turn(self, start: int, count: int) -> list[int]:
        """Give ``count`` positions of an endless series of shuffled rounds through all pseudo-labels."""
        size, first = len(self.pseudo.pictures), len(self._labelled.samples)
        rounds = range(start // size, (start + count - 1) // size + 1) if count else range(0)
        series = [
            int(index) + first
            for number in rounds
            for index in np.random.default_rng((self.seed, number, _SHUFFLE_PSEUDO)).permutation(size)
        ]
        skipped = start % size
        return series[skipped : skipped + count]


def _pinned_manifest(data: DataConfig) -> tuple[PseudoManifest, str]:
    folder = Path(data.pseudo or "").expanduser()
    manifest, sha256 = read_manifest(folder)
    if data.pseudo_sha256 not in (None, sha256):
        raise DataError(
            f"{folder / FILE_NAME} is not the manifest that data.pseudo_sha256 names "
            f"({data.pseudo_sha256:.12}…, and its own hash is {sha256[:12]}…): put those pseudo-labels back, "
            "or leave the hash out in a new run."
        )
    return manifest, sha256


def _choose(folder: Path, manifest: PseudoManifest, validated: Sequence[Sample]) -> PseudoSet:
    """Choose the labels whose teachers and pictures are known to be clean of a validation part."""
    hashes = set(_hashes([sample.image_path for sample in validated]))
    clean = manifest.set_for(hashes)
    if clean is None:
        unknown = {one.name: len(hashes - set(one.validation)) for one in manifest.sets}
        nearest = min(unknown, key=lambda name: unknown[name])
        raise DataError(
            f"{folder / FILE_NAME}: the teachers may have seen {unknown[nearest]} of the {len(hashes)} "
            "pictures that this run validates (it is no fold that the labels were made for): label with "
            "teachers that were validated on the same part."
        )
    return clean


def _sample(labels: Path, record: PictureRecord) -> Sample:
    label = PseudoLabel(result_path(labels, record.name))
    return Sample(record.name, PSEUDO_SPLIT, Path(record.path), label=label)


def _refuse_changed(samples: Sequence[Sample], records: Sequence[PictureRecord]) -> None:
    files = [sample.image_path for sample in samples] + [sample.label.path for sample in samples]
    expected = [one.sha256 for one in records] + [one.label_sha256 for one in records]
    for path, found, known in zip(files, _hashes(files), expected, strict=True):
        if found != known:
            raise DataError(
                f"{path} is gone, or is not the file that the pseudo-labels were made with: put it back, or "
                "make them again with `segscope pseudo`."
            )


def _hashes(files: Sequence[Path]) -> list[str]:
    """Give the SHA-256 of each file; empty where it cannot be read."""
    with ThreadPoolExecutor(usable_cpus()) as pool:
        return list(pool.map(_hash, files))


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
