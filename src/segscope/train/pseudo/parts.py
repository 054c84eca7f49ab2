"""Which teachers may label for whom: for each validation part those that never saw a picture of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from segscope.config.load import resolve
from segscope.config.run_config import DataConfig
from segscope.errors import UsageError
from segscope.store.runs import Run
from segscope.train.ensembles.members import LoadedMember


@dataclass(frozen=True)
class TeacherPart:
    """One validation part, and who may teach the students that are validated on it.

    Attributes:
        name: ``fold-0`` and so on, or ``all`` where the teachers have one validation part.
        fold: The fold; None without a split file.
        run: A run that validates this part; its config opens the data.
        members: Positions of the teachers that never saw it.
    """

    name: str
    fold: int | None
    run: Run
    members: tuple[int, ...]

    @property
    def split_sha256(self) -> str | None:
        """Hash of the split file that it is a fold of; None without one."""
        return _data(self.run).split_sha256


def find_parts(members: Sequence[LoadedMember]) -> tuple[TeacherPart, ...]:
    """Find the validation parts of some trainings, and for each the teachers that never saw it.

    Of folds, the model of fold k alone labels for fold k's students: every other one was trained on what they
    are validated on, and would teach them its answers.

    Raises:
        UsageError: A part was seen by all, or the folds are of different split files.
    """
    parts: dict[frozenset[str], Run] = {}
    for member in members:
        parts.setdefault(_keys(member.run, _data(member.run).val), member.run)
    splits = {_data(run).split_sha256 for run in parts.values()}
    if len(splits) > 1:
        raise UsageError(
            "the teachers are folds of different split files, or only some of them are folds: name the folds "
            "of one `segscope train --folds`."
        )
    return tuple(
        TeacherPart(
            _name(run, len(parts)),
            _data(run).fold,
            run,
            _honest(members, validated, run),
        )
        for validated, run in sorted(parts.items(), key=lambda part: (_data(part[1]).fold or 0, part[1].id))
    )


def _honest(members: Sequence[LoadedMember], validated: frozenset[str], run: Run) -> tuple[int, ...]:
    honest = tuple(index for index, member in enumerate(members) if _never_saw(member.run, validated))
    if not honest:
        raise UsageError(
            f"every teacher was trained on pictures that run {run.id} is validated on, so that their labels "
            "would leak them: name teachers that were trained on its training part alone."
        )
    return honest


def _never_saw(run: Run, validated: frozenset[str]) -> bool:
    data = _data(run)
    if _keys(run, data.train) & validated:
        return False
    # What pseudo-labels carry on is known of the run's own validation part alone.
    return data.pseudo is None or validated <= _keys(run, data.val)


def _keys(run: Run, split: str) -> frozenset[str]:
    """Give the paths and hashes by which a run knows the pictures of a split."""
    rows = run.samples(split)
    return frozenset(row.image_path for row in rows) | {row.image_hash for row in rows if row.image_hash}


def _name(run: Run, parts: int) -> str:
    fold = _data(run).fold
    if parts == 1:
        return "all" if fold is None else f"fold-{fold}"
    return f"part-{run.id}" if fold is None else f"fold-{fold}"


def _data(run: Run) -> DataConfig:
    return resolve(run.config, f"run {run.id}").data
