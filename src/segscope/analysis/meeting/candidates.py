"""Pictures that may be worth talking about, by what each is chosen for, the first choice first."""

from collections.abc import Iterator, Sequence

from segscope.analysis.compare import RunValidation
from segscope.analysis.confusions import rank_confusions
from segscope.analysis.evidence import Evidence
from segscope.analysis.meeting.talk import TalkKind, TalkPicture
from segscope.analysis.meeting.verdicts import RowVerdict
from segscope.analysis.notebook import Experiment
from segscope.analysis.object_evidence import gather_objects
from segscope.analysis.suspicion import confusion_inside
from segscope.analysis.worst import WorstImage, worst_images, worst_of_class, worst_of_pair
from segscope.engine.image_counts import NO_CLASS

MOST_CANDIDATES = 24


class Candidates:
    """What is looked through, made when it is asked for.

    Args:
        best: The best row of the time.
        at: The best validation of its runs.
        evidence: Its counts.
        verdicts: The comparisons of the time.
        titles: Row's number → title.
    """

    def __init__(
        self,
        best: Experiment,
        at: RunValidation,
        evidence: Evidence,
        verdicts: Sequence[RowVerdict],
        titles: dict[int, str],
    ) -> None:
        self._best, self._at, self._evidence = best, at, evidence
        self._verdicts, self._titles = verdicts, titles

    def of(self, kind: TalkKind) -> Iterator[TalkPicture]:
        """Give the candidates of one kind, the first choice first."""
        if kind in ("broken", "fixed"):
            return self._moved(kind)
        if kind == "label":
            return self._labels()
        if kind == "weakest":
            return self._weakest()
        if kind == "confusion":
            return self._confusion()
        return self._pictures(kind, worst_images(self._evidence, MOST_CANDIDATES))

    def _moved(self, kind: TalkKind) -> Iterator[TalkPicture]:
        sign = 1 if kind == "fixed" else -1
        changes = [
            (change, verdict)
            for verdict in self._verdicts
            if verdict.comparison is not None
            for change in verdict.comparison.moved
            if sign * change.gain > 0
        ]
        for change, verdict in sorted(changes, key=lambda pair: -sign * pair[0].gain)[:MOST_CANDIDATES]:
            after, before = (_validated_on(side, change.image) for side in (verdict.after, verdict.before))
            if after is not None:
                yield TalkPicture(
                    kind=kind,
                    row=verdict.row,
                    title=self._titles[verdict.row],
                    at=after,
                    sample=change.image,
                    points=change.gain,
                    pixels=round(abs(change.wrong_b - change.wrong_a)),
                    parent=verdict.parent,
                    before=before,
                )

    def _weakest(self) -> Iterator[TalkPicture]:
        weakest = self._best.weakest
        names = self._evidence.class_set.names
        if weakest is not None and weakest[0] in names:
            index = names.index(weakest[0])
            found = worst_of_class(self._evidence, index, MOST_CANDIDATES)
            yield from self._pictures("weakest", found, (index,))

    def _confusion(self) -> Iterator[TalkPicture]:
        flows = (flow for flow in rank_confusions(self._evidence) if flow.predicted_class != NO_CLASS)
        if (flow := next(flows, None)) is not None:
            pair = flow.true_class, flow.predicted_class
            yield from self._pictures(
                "confusion", worst_of_pair(self._evidence, *pair, MOST_CANDIDATES), pair
            )

    def _labels(self) -> Iterator[TalkPicture]:
        parts = self._at.run.object_parts(self._at.validation)
        if parts is None:
            return
        found = gather_objects(
            parts,
            background=self._evidence.class_set.background,
            suspects=MOST_CANDIDATES,
            confusion=confusion_inside(self._evidence),
        )
        for suspect in found.suspects:
            labelled, seen = suspect.labelled_class, suspect.predicted_class
            yield TalkPicture(
                kind="label",
                row=self._best.note.number,
                title=self._best.title,
                at=self._at,
                sample=suspect.image,
                classes=(NO_CLASS if labelled is None else labelled, NO_CLASS if seen is None else seen),
                points=suspect.doubt,
                pixels=suspect.pixels,
                box=suspect.box,
            )

    def _pictures(
        self, kind: TalkKind, found: Sequence[WorstImage], classes: tuple[int, ...] = ()
    ) -> Iterator[TalkPicture]:
        for worst in found:
            yield TalkPicture(
                kind=kind,
                row=self._best.note.number,
                title=self._best.title,
                at=self._at,
                sample=worst.image,
                classes=classes,
                points=worst.lost,
                pixels=worst.pixels,
                like=worst.like,
            )


def _validated_on(side: Sequence[RunValidation], sample: str) -> RunValidation | None:
    """Give the best of the validations that the picture is in; of folds it is in one alone."""
    by_score = sorted(side, key=lambda member: -(member.validation.scores.get("miou") or 0.0))
    return next((member for member in by_score if sample in member.tables.images), None)
