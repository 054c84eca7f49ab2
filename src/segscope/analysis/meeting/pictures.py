"""The five pictures worth talking about, chosen by one rule.

One of each kind, in this order: the picture that lost most against its parent row, the one that gained
most, the one that costs the weakest class of the best row most, the one in which that row's costliest
confusion costs most, and the likeliest wrong label; pictures that cost most mIoU fill up to five. Each
picture is shown once; of pictures that show the same only one, and of one group (scene, video) one, as
long as there are others.
"""

from collections.abc import Iterator, Sequence
from typing import get_args

from segscope.analysis.compare import RunValidation
from segscope.analysis.evidence import Evidence
from segscope.analysis.meeting.candidates import MOST_CANDIDATES, Candidates
from segscope.analysis.meeting.talk import TalkKind, TalkPicture
from segscope.analysis.meeting.verdicts import RowVerdict
from segscope.analysis.near_duplicates import NearDuplicates
from segscope.analysis.notebook import Experiment
from segscope.engine.class_set import LabelMap

MOST_PICTURES = 5


def choose_pictures(
    best: Experiment,
    at: RunValidation,
    evidence: Evidence,
    verdicts: Sequence[RowVerdict],
    titles: dict[int, str],
) -> tuple[TalkPicture, ...]:
    """Choose at most five pictures.

    Args:
        best: The best row of the time.
        at: The best validation of its runs.
        evidence: Its counts, with what tells pictures that show the same.
        verdicts: The comparisons of the time.
        titles: Row's number → title.

    Raises:
        StoreError: A stored file is damaged.
    """
    candidates, chosen = Candidates(best, at, evidence, verdicts, titles), _Chosen()
    kinds: tuple[TalkKind, ...] = get_args(TalkKind)
    for kind in kinds:
        possible = _first(candidates.of(kind))
        for _ in range(MOST_PICTURES if kind == "worst" else 1):
            if len(chosen.pictures) < MOST_PICTURES:
                chosen.take_one(possible, only_drawable=kind == "worst" and bool(chosen.pictures))
    return tuple(picture.with_box() for picture in chosen.pictures)


class _Chosen:
    """What was chosen so far."""

    def __init__(self) -> None:
        self.pictures: list[TalkPicture] = []
        self._groups: dict[tuple[str, int], dict[str, str | None]] = {}
        self._duplicates: dict[tuple[str, int], NearDuplicates] = {}

    def take_one(self, possible: Sequence[TalkPicture], *, only_drawable: bool) -> None:
        """Take the first picture that is new and of a new group; else one that is new.

        Pictures whose predictions are kept go first, for there is more to see.
        """
        drawable = [one for one in possible if one.is_kept]
        for these in (drawable,) if only_drawable else (drawable, possible):
            for rule in (self._is_of_new_group, self._is_new):
                found = next(filter(rule, these), None)
                if found is not None:
                    self.pictures.append(found)
                    return

    def _is_of_new_group(self, one: TalkPicture) -> bool:
        group = self._group(one)
        return self._is_new(one) and (group is None or group not in map(self._group, self.pictures))

    def _is_new(self, one: TalkPicture) -> bool:
        return not any(self._same(one, other) for other in self.pictures)

    def _same(self, one: TalkPicture, other: TalkPicture) -> bool:
        if one.sample == other.sample:
            return True
        images = one.at.tables.images
        if other.sample not in images:
            return False
        key = _key(one.at)
        if key not in self._duplicates:
            self._duplicates[key] = near_duplicates(one.at)
        return self._duplicates[key].same(images.index(one.sample), images.index(other.sample))

    def _group(self, one: TalkPicture) -> str | None:
        key = _key(one.at)
        if key not in self._groups:
            self._groups[key] = one.at.groups()
        return self._groups[key].get(one.sample)


def near_duplicates(at: RunValidation) -> NearDuplicates:
    """Tell which pictures of a validation show the same."""
    rows = at.run.samples(at.validation.key.split)
    return NearDuplicates(
        at.tables,
        lambda image: _kept_maps(at, image),
        ignore=at.run.class_set.ignore,
        hashes={row.id: row.image_hash for row in rows},
    )


def _kept_maps(at: RunValidation, image: str) -> tuple[LabelMap, LabelMap] | None:
    truth = at.run.labels.get(at.validation.key.split, image)
    prediction = None if truth is None else at.run.prediction(at.validation, image)
    return None if truth is None or prediction is None else (truth, prediction)


def _key(at: RunValidation) -> tuple[str, int]:
    return at.run.id, at.validation.index


def _first(candidates: Iterator[TalkPicture]) -> tuple[TalkPicture, ...]:
    return tuple(one for one, _ in zip(candidates, range(MOST_CANDIDATES), strict=False))
