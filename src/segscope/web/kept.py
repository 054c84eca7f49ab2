"""What the server has read or computed already and can never change: kept up to a number of bytes.

Keys name what a thing was made from, a run's id and a validation's number: validations are never changed
once they are stored, and their numbers are never used again. So what a training adds is a new key, and
nothing is ever out of date.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from segscope.analysis.evidence import Evidence
from segscope.analysis.picture_ranking import RankedPictures
from segscope.engine.byte_budget import ByteBudget
from segscope.engine.scores import Float64, image_miou
from segscope.store.runs import Run
from segscope.store.split_files import SampleRow
from segscope.store.validations import Validation
from segscope.web.byte_lru import ByteLru
from segscope.web.refusal import Refusal

_MIB = 1 << 20
_ROW_BYTES = 600
_DECODED_BYTES = 768 * _MIB


@dataclass(frozen=True)
class Samples:
    """The pictures of a run.

    Attributes:
        splits: Split → sample id → row, in the order the run began with.
    """

    splits: Mapping[str, Mapping[str, SampleRow]]

    @classmethod
    def of(cls, rows: Iterable[SampleRow]) -> "Samples":
        """Sort rows into their splits."""
        splits: dict[str, dict[str, SampleRow]] = {}
        for row in rows:
            splits.setdefault(row.split, {})[row.id] = row
        return cls(splits)

    def __len__(self) -> int:
        return sum(map(len, self.splits.values()))


@dataclass(frozen=True)
class ImageScores:
    """The mIoU of each picture at one validation, for following a picture over epochs.

    Attributes:
        images: The sample ids.
        miou: (N,) 0 … 1; NaN where no pixel is counted.
    """

    images: tuple[str, ...]
    miou: Float64

    @cached_property
    def _places(self) -> dict[str, int]:
        return {image: place for place, image in enumerate(self.images)}

    def of(self, image: str) -> float | None:
        """Give a picture's; None where it was not validated."""
        place = self._places.get(image)
        return None if place is None else float(self.miou[place])


def _evidence_bytes(evidence: Evidence) -> int:
    tables = evidence.tables
    arrays = (*tables.columns.values(), tables.image, tables.class_index, tables.wrong_image, tables.wrong)
    dense = 8 * len(tables.images) * tables.num_classes
    return 2 * sum(array.nbytes for array in arrays) + 3 * dense + _ROW_BYTES * len(tables.images)


def _ranking_bytes(ranked: RankedPictures) -> int:
    return 5 * ranked.image.nbytes


def _scores_bytes(scores: ImageScores) -> int:
    return scores.miou.nbytes + 300 * len(scores.images)


@dataclass(frozen=True)
class Kept:
    """One server's.

    Attributes:
        samples: Run → its pictures.
        validations: (run, validation) → the validation, as far as its files need it.
        evidence: (run, validation) → its counts, with the sums that questions share.
        rankings: (run, validation, filter, order) → its pictures in that order.
        scores: (run, validation) → the mIoU of each of its pictures.
        answers: What was asked → JSON of diagnoses and comparisons.
        pictures: Encoded photos.
        thumbnails: Encoded thumbnails.
        decoding: How many bytes pictures that are being decoded may take at once.
    """

    samples: ByteLru[Samples] = field(
        default_factory=lambda: ByteLru(64 * _MIB, lambda samples: _ROW_BYTES * len(samples) + _ROW_BYTES)
    )
    validations: ByteLru[Validation] = field(default_factory=lambda: ByteLru(4096, lambda _: 1))
    evidence: ByteLru[Evidence] = field(default_factory=lambda: ByteLru(384 * _MIB, _evidence_bytes))
    rankings: ByteLru[RankedPictures] = field(default_factory=lambda: ByteLru(32 * _MIB, _ranking_bytes))
    scores: ByteLru[ImageScores] = field(default_factory=lambda: ByteLru(64 * _MIB, _scores_bytes))
    answers: ByteLru[bytes] = field(default_factory=lambda: ByteLru(64 * _MIB, len))
    pictures: ByteLru[bytes] = field(default_factory=lambda: ByteLru(96 * _MIB, len))
    thumbnails: ByteLru[bytes] = field(default_factory=lambda: ByteLru(64 * _MIB, len))
    decoding: ByteBudget = field(default_factory=lambda: ByteBudget(_DECODED_BYTES))

    def samples_of(self, run: Run) -> Samples:
        """Give the pictures of a run."""
        return self.samples.get(run.id, lambda: Samples.of(run.samples()))

    def sample(self, run: Run, split: str, sample_id: str) -> SampleRow:
        """Find a picture of a run.

        Raises:
            Refusal: There is none.
        """
        row = self.samples_of(run).splits.get(split, {}).get(sample_id)
        if row is None:
            raise Refusal(
                404, "not_found", f"run {run.id} has no picture {sample_id!r} in its split {split!r}."
            )
        return row

    def validation(self, run: Run, index: int) -> Validation:
        """Find a validation of a run for its files; whether it is the best may have changed since.

        Raises:
            Refusal: There is none.
        """

        def read() -> Validation:
            found = next((v for v in run.validations(superseded=True) if v.index == index), None)
            if found is None:
                raise no_validation(run, index)
            return found

        return self.validations.get((run.id, index), read)

    def evidence_of(self, run: Run, validation: Validation) -> Evidence:
        """Give the counts of a validation.

        Raises:
            StoreError: Its files are missing or damaged.
        """
        key = run.id, validation.index
        return self.evidence.get(key, lambda: Evidence(run.load_tables(validation), run.class_set))

    def image_scores(self, run: Run, validation: Validation) -> ImageScores:
        """Give the mIoU of each picture of a validation.

        Raises:
            StoreError: Its files are missing or damaged.
        """

        def compute() -> ImageScores:
            known = (run.id, validation.index) in self.evidence
            tables = self.evidence_of(run, validation).tables if known else run.load_tables(validation)
            return ImageScores(tables.images, np.asarray(image_miou(tables)))

        return self.scores.get((run.id, validation.index), compute)


def no_validation(run: Run, index: int) -> Refusal:
    """Give the refusal of a validation that does not exist."""
    return Refusal(404, "not_found", f"run {run.id} has no validation {index}.")
