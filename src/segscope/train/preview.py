"""What the augmentations and mixes of a config make of the first training samples, as one picture."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from segscope.config.run_config import RunConfig
from segscope.data.picture_view import rgb_view
from segscope.data.sample import Dataset, Sample
from segscope.engine.class_set import ClassSet
from segscope.engine.cpus import usable_cpus
from segscope.engine.prefetch import prefetch
from segscope.report.contact_sheet import ContactTile, contact_sheet
from segscope.report.legend import class_legend
from segscope.report.overlay import overlay
from segscope.report.scaling import Picture
from segscope.store.workspace import Workspace
from segscope.train.augmentations.weak_classes import name_weak_classes
from segscope.train.batches.training_set import Batch, TrainingSet
from segscope.train.mixes.base import DeviceBatch, Mix, MixContext, MixDraw
from segscope.train.mixes.build import build_mixes
from segscope.train.preflight import open_data
from segscope.train.setup import build_training_set_of_view, split_samples
from segscope.train.targets import Targets
from segscope.train.unknown.build import view_for_training
from segscope.train.unknown.subclasses import Subclasses

TILE = (200, 240)
_MIX = 2


Shown = tuple[NDArray[np.uint8], NDArray[Any]]
"""A picture of three 8-bit channels, and its label map."""


@dataclass(frozen=True)
class PreviewRow:
    """One training sample, as it is read and as epochs draw it.

    Attributes:
        sample_id: The sample.
        moments: ``as read``, ``epoch 1`` and so on.
        shown: The sample at each.
    """

    sample_id: str
    moments: tuple[str, ...]
    shown: tuple[Shown, ...]


def preview(config: RunConfig, workspace: Workspace, *, samples: int = 4, draws: int = 5) -> Picture:
    """Draw a contact sheet: one row a sample, as read and as drawn in epochs from the first to the last.

    Args:
        config: The config of the training; nothing is trained or stored.
        workspace: Where a run that the config names is, and where label maps are cached.
        samples: Rows.
        draws: Columns beside the sample itself.

    Returns:
        (H, W, 3) uint8 RGB.

    Raises:
        ConfigError: The config asks for what is not there.
        DataError: The data set or one of its files cannot be read.
    """
    dataset = open_data(config, workspace)
    rows = preview_rows(name_weak_classes(config, workspace), dataset, samples=samples, draws=draws)
    return draw_rows([(row.sample_id, row) for row in rows], dataset.class_set)


def preview_rows(config: RunConfig, dataset: Dataset, *, samples: int, draws: int) -> list[PreviewRow]:
    """Draw the first training samples in epochs from the first to the last, as the training would.

    Only what SnapMix weighs pixels by is not known before a model is trained: it is drawn without weights.
    """
    labelled = split_samples(dataset, config.data.train)
    view = view_for_training(config.unknown, dataset, labelled, _count_pixels(config, dataset))
    training_set = build_training_set_of_view(config, view)
    classes = view.dataset.class_set
    context = MixContext(classes.num_classes, classes.ignore, classes.background)
    mixes = build_mixes(config.mix, context, config.train.batch_size)
    chosen = training_set.order(0)[:samples]
    epochs = np.linspace(0, config.train.epochs - 1, draws).round().astype(int).tolist()
    drawn = [_drawn(training_set, chosen, epoch, mixes, config) for epoch in epochs]
    columns = [_merged(column, view.subclasses) for column in (_as_read(training_set, chosen), *drawn)]
    moments = ("as read", *(f"epoch {epoch + 1}" for epoch in epochs))
    return [
        PreviewRow(training_set.samples[index].id, moments, tuple(column[row] for column in columns))
        for row, index in enumerate(chosen)
    ]


def draw_rows(titled: Sequence[tuple[str, PreviewRow]], class_set: ClassSet) -> Picture:
    """Lay rows out on one sheet, each under its title."""
    tiles = [
        ContactTile(overlay(picture, labels, class_set, box=TILE), title, moment)
        for title, row in titled
        for moment, (picture, labels) in zip(row.moments, row.shown, strict=True)
    ]
    values = {int(value) for _, row in titled for _, labels in row.shown for value in np.unique(labels)}
    legend = class_legend(class_set, values - {class_set.ignore}, ignored=class_set.ignore in values)
    return contact_sheet(tiles, columns=len(titled[0][1].moments), tile_size=TILE, legend=legend)


def _as_read(training_set: TrainingSet, indices: Sequence[int]) -> Iterator[Shown]:
    for index in indices:
        picture, labels = training_set.read(training_set.samples[index])
        yield rgb_view(picture), labels


def _merged(column: Iterable[Shown], subclasses: Subclasses) -> list[Shown]:
    """Show the parts of a class that is trained in parts as the class, as all other pictures do."""
    return [
        (picture, subclasses.merge_labels(torch.from_numpy(labels.astype(np.int64))).numpy())
        for picture, labels in column
    ]


def _drawn(
    training_set: TrainingSet, indices: Sequence[int], epoch: int, mixes: Sequence[Mix], config: RunConfig
) -> Iterator[Shown]:
    """Give the samples as one epoch draws them, mixed in batches of the config's size."""
    size, classes = config.train.batch_size, training_set.dataset.class_set.num_classes

    def no_evidence(pictures: Tensor) -> Tensor:
        return torch.zeros(len(pictures), classes, *pictures.shape[-2:])

    for start in range(0, len(indices), size):
        batch = _on_host(training_set.batch(epoch, indices[start : start + size]))
        rng = np.random.default_rng((config.train.seed, _MIX, epoch, start))
        for mix in mixes:
            batch = mix(batch, MixDraw(rng, epoch / config.train.epochs, no_evidence))
        for picture, labels in zip(batch.pictures.permute(0, 2, 3, 1), batch.targets.labels, strict=True):
            yield rgb_view(picture.numpy()), labels.numpy()


def _on_host(batch: Batch) -> DeviceBatch:
    return DeviceBatch(batch.pictures, Targets(batch.targets.long()), batch.sample_ids)


def _count_pixels(config: RunConfig, dataset: Dataset) -> list[int]:
    classes = dataset.class_set.num_classes

    def count(sample: Sample) -> NDArray[np.int64]:
        return np.bincount(dataset.read_label_map(sample).ravel(), minlength=classes)[:classes]

    samples = split_samples(dataset, config.data.train)
    totals = sum(prefetch(count, samples, workers=usable_cpus()), np.zeros(classes, dtype=np.int64))
    return [int(total) for total in totals]
