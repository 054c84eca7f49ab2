"""A picture worth talking about, and what it was chosen for."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from segscope.analysis.compare import RunValidation
from segscope.analysis.label_suspects import Box
from segscope.analysis.meeting.spots import Maps, Mask, largest_patch
from segscope.store.prediction_files import label_map_path

TalkKind = Literal["broken", "fixed", "weakest", "confusion", "label", "worst"]
"""Why a picture is shown:

========= ============================================================================
broken    it lost most mIoU against the parent row
fixed     it gained most against it
weakest   it costs the weakest class of the best row most
confusion in it the costliest confusion of that row costs most
label     a sure model contradicts its label
worst     it costs most mIoU, of the pictures that are left; fills up to five
========= ============================================================================
"""


@dataclass(frozen=True)
class TalkPicture:
    """One picture of one validation.

    Attributes:
        kind: What it was chosen for.
        row: The row's number.
        title: The row's title.
        at: The validation that it is shown with.
        sample: The sample id.
        classes: Indices of the classes that the reason is about.
        points: What it costs or gained, in mIoU (in IoU of the class for ``weakest``), 0 … 1; below 0 for
            ``broken``; how sure the model is, for ``label``.
        pixels: Wrong pixels that the reason is about; 0 where they were not counted.
        parent: The parent row, for ``broken`` and ``fixed``.
        before: The parent's validation of the same picture, for these.
        box: Where to look: (top, left, end row, end column); None where no label maps are kept.
        like: Sample ids that show the same picture.
    """

    kind: TalkKind
    row: int
    title: str
    at: RunValidation
    sample: str
    classes: tuple[int, ...] = ()
    points: float = 0.0
    pixels: int = 0
    parent: int | None = None
    before: RunValidation | None = None
    box: Box | None = None
    like: tuple[str, ...] = ()

    @property
    def class_names(self) -> tuple[str, ...]:
        """The classes by name; ``–`` for a prediction that is none."""
        names = self.at.run.class_set.names
        return tuple(names[index] if index >= 0 else "–" for index in self.classes)

    @property
    def is_kept(self) -> bool:
        """Whether the prediction can be shown; validations that are neither best nor last keep few."""
        return label_map_path(self.at.validation.predictions_folder, self.sample).is_file()

    def maps(self) -> Maps | None:
        """Read ground truth and predictions; None where one of them is not kept.

        Raises:
            StoreError: A file is damaged.
        """
        truth = self.at.run.labels.get(self.at.validation.key.split, self.sample)
        prediction = self.at.run.prediction(self.at.validation, self.sample)
        if truth is None or prediction is None or truth.shape != prediction.shape:
            return None
        before = (
            None if self.before is None else self.before.run.prediction(self.before.validation, self.sample)
        )
        if before is not None and before.shape != truth.shape:
            before = None
        return Maps(truth, prediction, before, self.at.run.class_set.ignore)

    def with_box(self) -> "TalkPicture":
        """Find where to look."""
        if self.box is not None or (maps := self.maps()) is None:
            return self
        boxes = (largest_patch(mask) for mask in self._masks(maps))
        return replace(self, box=next((box for box in boxes if box is not None), None))

    def _masks(self, maps: Maps) -> Iterator[Mask]:
        """Give the pixels that the reason is about; all wrong ones where there are none of these."""
        if self.kind in ("broken", "fixed"):
            yield maps.changed(fixed=self.kind == "fixed")
        elif self.kind == "weakest":
            yield maps.wrong_of_class(self.classes[0])
        elif self.kind == "confusion":
            yield maps.confused(*self.classes)
        yield maps.wrong
