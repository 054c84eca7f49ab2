"""A validation pass: every picture of a split through the model once, and its label map to the recorder."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import torch
from lightning_fabric import Fabric
from numpy.typing import NDArray
from torch import Tensor

from segscope.data.sample import Dataset, Picture, Sample
from segscope.engine.class_set import LabelMap
from segscope.engine.prefetch import prefetch
from segscope.train.models.segmenter import Segmenter
from segscope.train.segment import Segmentation, split_batch, stack_by_size, to_label_maps

Settle = Callable[[], None]
"""Waits until what was received is counted and kept."""

Segment = Callable[[Tensor], Iterable[Segmentation]]
"""Turns a batch of pictures on the device into one segmentation a picture, in order."""


class Receiver(Protocol):
    """Takes segmented pictures one by one."""

    def __call__(
        self, sample_id: str, ground_truth: LabelMap, prediction: LabelMap, confidence: NDArray[np.uint8]
    ) -> None:
        """Take one."""


@dataclass(frozen=True, slots=True)
class SegmentedSample:
    """One picture with what the model and the annotator say of it."""

    id: str
    ground_truth: LabelMap
    prediction: LabelMap
    confidence: NDArray[np.uint8]


@dataclass
class PassTimes:
    """Where a pass spent its time, in seconds.

    Attributes:
        forward: Waiting for the model, from the copy to the device to the label maps' arrival.
        total: The whole pass.
    """

    forward: float = 0.0
    total: float = 0.0


@dataclass
class ValidationPass:
    """Runs a model, or anything else that segments pictures, over a split.

    Attributes:
        fabric: Precision and devices; each rank takes its share of the pictures, none is padded.
        dataset: Where pictures and label maps are read from.
        samples: The split.
        batch_size: Pictures of one size in one forward pass.
        workers: Reading threads.
        times: Filled by :meth:`run`.
    """

    fabric: Fabric
    dataset: Dataset
    samples: Sequence[Sample]
    batch_size: int
    workers: int
    times: PassTimes = field(default_factory=PassTimes)

    def run(self, model: Segmenter, receive: Receiver, settle: Settle | None = None) -> Iterator[int]:
        """Segment every picture once.

        Args:
            model: In evaluation mode, on the device.
            receive: Called on rank 0 for each picture of all ranks, in no order.
            settle: Called after each batch where the model computes on the CPU. There the threads of both
                would be in each other's way, and all of the model's wait for its slowest: one after the
                other is faster.

        Yields:
            How many further pictures are done, after each batch.
        """
        self._share_buffers(model)
        yield from self.run_with(self.segment_by(model), receive, settle)

    def segment_by(self, model: Segmenter) -> Segment:
        """Give the function that segments a batch on the device by a model in evaluation mode."""

        def segment(pictures: Tensor) -> Iterator[Segmentation]:
            with torch.inference_mode(), self.fabric.autocast():
                # From logits to label maps at once: no probabilities of all classes are stored.
                return split_batch(*to_label_maps(model(pictures).logits))

        return segment

    def run_with(self, segment: Segment, receive: Receiver, settle: Settle | None = None) -> Iterator[int]:
        """Segment every picture once, by any means; see :meth:`run`."""
        in_turns = settle if self.fabric.device.type == "cpu" else None
        self.times = PassTimes()
        started = time.perf_counter()
        for batch in prefetch(self._load, self._shares(), workers=self.workers):
            segmented = self._segment(segment, batch)
            for sample in self._gather(segmented):
                receive(sample.id, sample.ground_truth, sample.prediction, sample.confidence)
            if in_turns is not None:
                in_turns()
            yield len(batch)
        self.times.total = time.perf_counter() - started

    def _share_buffers(self, model: Segmenter) -> None:
        """Give every rank the BatchNorm statistics of rank 0, whose model is the one that is kept."""
        if self.fabric.world_size > 1:
            for buffer in model.buffers():
                torch.distributed.broadcast(buffer, src=0)

    def _shares(self) -> Iterator[Sequence[Sample]]:
        """Cut the split into batches for this rank; every rank gets as many, the last may be empty."""
        ranks, rank = self.fabric.world_size, self.fabric.global_rank
        step = self.batch_size * ranks
        for start in range(0, len(self.samples), step):
            yield self.samples[start : start + step][rank::ranks]

    def _load(self, samples: Sequence[Sample]) -> list[tuple[Sample, Picture, LabelMap]]:
        return [
            (sample, self.dataset.read_image(sample), self.dataset.read_label_map(sample))
            for sample in samples
        ]

    def _segment(
        self, segment: Segment, batch: Sequence[tuple[Sample, Picture, LabelMap]]
    ) -> list[SegmentedSample]:
        started = time.perf_counter()
        segmented = []
        for start, pictures in stack_by_size([picture for _, picture, _ in batch], self.batch_size):
            on_device = pictures.to(self.fabric.device, non_blocking=True)
            for offset, found in enumerate(segment(on_device)):
                sample, _, ground_truth = batch[start + offset]
                segmented.append(SegmentedSample(sample.id, ground_truth, found.label_map, found.confidence))
        self.times.forward += time.perf_counter() - started
        return segmented

    def _gather(self, segmented: list[SegmentedSample]) -> list[SegmentedSample]:
        if self.fabric.world_size == 1:
            return segmented
        shares: list[list[SegmentedSample] | None] | None = (
            [None] * self.fabric.world_size if self.fabric.global_rank == 0 else None
        )
        torch.distributed.gather_object(segmented, shares, dst=0)
        return [sample for share in shares or [] for sample in share or []]
