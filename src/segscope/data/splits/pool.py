"""The labelled pictures that are divided, each read once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from segscope.data.check.sample_facts import SampleFacts, look_at_all
from segscope.data.sample import Dataset, Sample
from segscope.data.splits.pictures import Pictures
from segscope.errors import DataError, UsageError

_NEVER_BY_DEFAULT = "test"


@dataclass(frozen=True, eq=False)
class Pool:
    """What is divided.

    Attributes:
        facts: Counts, thumbnail and hash of each picture, in the data set's order.
    """

    facts: tuple[SampleFacts, ...]

    @property
    def samples(self) -> tuple[Sample, ...]:
        """The pictures."""
        return tuple(one.sample for one in self.facts)

    @property
    def pictures(self) -> Pictures:
        """The pictures as splitters see them."""
        return Pictures(
            np.stack([one.pixels for one in self.facts]), tuple(one.sample.group for one in self.facts)
        )


def read_pool(
    dataset: Dataset,
    splits: Sequence[str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Pool:
    """Read the labelled pictures of some splits.

    Args:
        dataset: Any reader.
        splits: The layout's splits to take together; None takes all but ``test``.
        progress: Called with (pictures done, pictures in all).

    Raises:
        UsageError: There is no such split, or no labelled picture in them.
        DataError: A picture or label map cannot be read, or none shows a class.
    """
    chosen = pool_samples(dataset, splits)
    facts = tuple(look_at_all(dataset, chosen, progress))
    faults = [fault for one in facts for fault in one.faults]
    if faults:
        more = f" {len(faults) - 1} more: see `segscope check`." if len(faults) > 1 else ""
        raise DataError(f"{faults[0]}{more}")
    if not any(one.pixels.any() for one in facts):
        raise DataError(
            f"{dataset.root}: no picture shows any class, all pixels are ignored: see `segscope check`."
        )
    return Pool(facts)


def pool_samples(dataset: Dataset, splits: Sequence[str] | None = None) -> tuple[Sample, ...]:
    """Choose the labelled pictures of some splits, in the data set's order; see :func:`read_pool`."""
    unknown = [name for name in splits or () if name not in dataset.samples]
    if unknown:
        raise UsageError(
            f"{dataset.root}: there is no split {unknown[0]!r}; there are {', '.join(dataset.samples)}."
        )
    names = [name for name in dataset.samples if name != _NEVER_BY_DEFAULT] if splits is None else splits
    chosen = tuple(
        sample
        for name, samples in dataset.samples.items()
        if name in names
        for sample in samples
        if sample.label is not None
    )
    if not chosen:
        raise UsageError(f"{dataset.root}: no picture of {', '.join(names) or 'any split'} has ground truth.")
    return chosen
