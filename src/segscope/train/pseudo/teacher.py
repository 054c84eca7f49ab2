"""Trained models that label pictures, and what they say of all of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from lightning_fabric import Fabric
from torch import Tensor

from segscope.config.load import resolve
from segscope.data.sample import Dataset, Picture, Sample
from segscope.engine.class_set import LabelMap
from segscope.engine.prefetch import prefetch
from segscope.errors import UsageError
from segscope.train.ensembles.members import LoadedMember
from segscope.train.ensembles.source import ModelSource
from segscope.train.kept_epochs import epoch_name, kept_epochs
from segscope.train.load_model import load_model
from segscope.train.predictors.base import Predictor
from segscope.train.predictors.build import build_predictor
from segscope.train.pseudo.agreement import mean_iou
from segscope.train.pseudo.confidences import ConfidenceCounts
from segscope.train.segment import picture_batch

_READERS = 2


@dataclass(frozen=True)
class Teacher:
    """Some members of a source, whose mean probabilities count.

    Attributes:
        source: Members and views.
        members: Positions of the members that are asked.
        fabric: Where they compute.
        batch_size: Tiles in one forward pass, where the source cuts pictures into tiles.
    """

    source: ModelSource
    members: tuple[int, ...]
    fabric: Fabric
    batch_size: int = 4

    @property
    def num_classes(self) -> int:
        """K."""
        return self.source.class_set.num_classes

    def predictor(self) -> Predictor:
        """Load the checkpoints and combine them."""
        return self._of([self.source.members[index].checkpoint for index in self.members])

    def earlier_predictors(self, stages: int) -> list[Predictor]:
        """Load the checkpoints of earlier stages: for 3 stages those at 1/3 and 2/3 of each training.

        Raises:
            UsageError: A member kept no epoch near one of them.
        """
        loaded = [self.source.members[index] for index in self.members]
        return [
            self._of([stage_checkpoint(member, stage, stages) for member in loaded])
            for stage in range(1, stages)
        ]

    def _of(self, checkpoints: Sequence[str]) -> Predictor:
        chosen = [self.source.members[index] for index in self.members]
        models = [
            load_model(member.run, checkpoint).to(self.fabric.device)
            for member, checkpoint in zip(chosen, checkpoints, strict=True)
        ]
        weights = [member.weight for member in chosen]
        return build_predictor(
            models, weights, self.source.inference, self.fabric.autocast, batch_size=self.batch_size
        )

    def look(
        self, dataset: Dataset, samples: Sequence[Sample], progress: Callable[[int], None]
    ) -> Iterator[tuple[Sample, Tensor]]:
        """Give each sample with its picture on the device: (1, C, H, W)."""

        def read(sample: Sample) -> tuple[Sample, Picture]:
            return sample, dataset.read_image(sample)

        for sample, picture in prefetch(read, samples, workers=_READERS):
            yield sample, picture_batch([picture]).to(self.fabric.device, non_blocking=True)
            progress(1)


def stage_checkpoint(member: LoadedMember, stage: int, stages: int) -> str:
    """Name the kept epoch of a training that lies nearest to the end of a stage.

    Args:
        member: The training.
        stage: From 1; the last one is the teacher itself.
        stages: How many of equal length the training has.

    Raises:
        UsageError: No epoch was kept within half a stage of it, as where the last epochs alone were kept:
            they agree everywhere.
    """
    epochs = resolve(member.run.config, f"run {member.run.id}").train.epochs
    end = stage * epochs / stages
    kept = [epoch for epoch in kept_epochs(member.run.checkpoints_folder) if epoch < epochs]
    nearest = min(kept, key=lambda epoch: (abs(epoch - end), epoch), default=0)
    # Epochs are whole, so that half an epoch is always near.
    if nearest == 0 or abs(nearest - end) > max(epochs / (2 * stages), 0.5):
        raise UsageError(
            f"run {member.run.id} kept no epoch near {stage}/{stages} of its training to compare with: train "
            f"with train.keep_epochs={stage_epochs(epochs, stages)}, or take --method cbst."
        )
    return epoch_name(nearest)


def stage_epochs(epochs: int, stages: int) -> list[int]:
    """Give the last epoch of each stage but the last.

    Example:
        >>> stage_epochs(18, 3)
        [6, 12]
    """
    return sorted({max(round(stage * epochs / stages), 1) for stage in range(1, stages)})


def to_label_map(labels: Tensor, num_classes: int) -> LabelMap:
    """Bring (H, W) class indices to main memory in the engine's own type."""
    found = labels.cpu().numpy()
    return found.astype(np.uint8) if num_classes <= np.iinfo(np.uint8).max else found.astype(np.uint16)


@dataclass(frozen=True)
class TeacherSurvey:
    """What a teacher says of some pictures; see :class:`~segscope.train.pseudo.base.Survey`.

    Attributes:
        teacher: Is asked.
        dataset: Reads the pictures.
        samples: The pictures.
        began: Called with a title and the number of pictures before each pass.
        progress: Called with the number of further pictures done.
    """

    teacher: Teacher
    dataset: Dataset
    samples: Sequence[Sample]
    began: Callable[[str, int], None] = lambda _title, _pictures: None
    progress: Callable[[int], None] = lambda _: None

    @property
    def names(self) -> Sequence[str]:
        """The pictures."""
        return [sample.id for sample in self.samples]

    @property
    def num_classes(self) -> int:
        """K."""
        return self.teacher.num_classes

    def confidences(self, every: int) -> ConfidenceCounts:
        """Count predicted classes by confidence, on one pixel in ``every``."""
        self.began("thresholds", len(self.samples))
        predict, counts = self.teacher.predictor(), ConfidenceCounts(self.num_classes)
        for _, picture in self.teacher.look(self.dataset, self.samples, self.progress):
            confidence, labels = predict(picture).flatten(2)[:, :, ::every].max(dim=1)
            counts.add(labels, confidence)
        return counts

    def reliabilities(self, stages: int) -> Mapping[str, float]:
        """Give each picture's mean IoU of earlier epochs' label maps with the teacher's."""
        self.began("agreement of epochs", len(self.samples))
        predictors = [*self.teacher.earlier_predictors(stages), self.teacher.predictor()]
        found = {}
        for sample, picture in self.teacher.look(self.dataset, self.samples, self.progress):
            with torch.inference_mode():
                *earlier, last = (
                    to_label_map(predict(picture).argmax(dim=1)[0], self.num_classes)
                    for predict in predictors
                )
            ious = [mean_iou(labels, last, self.num_classes) for labels in earlier]
            found[sample.id] = float(np.mean(ious))
        return found
