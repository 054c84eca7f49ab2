"""The pictures of one validation: drawn after it is stored, while the training goes on.

``panels/all-classes.png`` shows the fixed samples and the worst ones with all classes;
``panels/class-<index>.png`` shows one class on its worst samples, then on the fixed ones that hold it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from segscope.data.picture_view import rgb_view
from segscope.data.sample import Picture
from segscope.engine.count_tables import CountTables
from segscope.errors import StoreError
from segscope.loggers.base import LoggedPicture
from segscope.loggers.keys import class_picture_key, panel_key
from segscope.record.kept_samples import KeptSamples, samples_with_class
from segscope.record.moment import describe_moment
from segscope.report.class_panels import class_panel
from segscope.report.options import PanelOptions
from segscope.report.panel import panel
from segscope.report.panel_sample import PanelSample
from segscope.report.scaling import Picture as Panel
from segscope.report.show import save_png
from segscope.store import Run, Validation

ReadImage = Callable[[str], Picture]

ALL_CLASSES_FILE = "all-classes.png"
_FIXED_PER_CLASS = 2
_PANEL_SAMPLES_IN_MEMORY = 16


@dataclass(frozen=True)
class PictureJob:
    """Everything that the pictures of one validation are drawn from.

    Attributes:
        run: The run.
        validation: The stored validation.
        tables: Its counts.
        kept: The samples to show.
        classes: The class indices that get a panel of their own, all of them in ``kept.worst_of_class``.
        read_image: Reads the picture of a sample, (H, W, C) uint8 or uint16; see
            :func:`~segscope.data.picture_view.rgb_view` for how it is shown.
        row_height: How high the rows are drawn, in pixels.
    """

    run: Run
    validation: Validation
    tables: CountTables
    kept: KeptSamples
    classes: Sequence[int]
    read_image: ReadImage
    row_height: int

    @property
    def left_out(self) -> str:
        """A sentence on the classes with wrong pixels that get no panel; empty where all get one."""
        left_out = len(self.kept.worst_of_class) - len(self.classes)
        if left_out == 0:
            return ""
        return (
            f"validation {self.validation.index}: panels are drawn of the {len(self.classes)} classes with "
            f"the lowest IoU, here and later on; {left_out} other classes with wrong pixels are left out."
        )

    def draw(self) -> Iterator[LoggedPicture]:
        """Draw and save all pictures, and give them for the loggers, one after the other."""
        read = lru_cache(_PANEL_SAMPLES_IN_MEMORY)(self._sample)
        yield from self._all_classes(read)
        for class_index in self.classes:
            yield self._one_class(class_index, read)

    def _all_classes(self, read: Callable[[str, str], PanelSample]) -> Iterator[LoggedPicture]:
        """Draw the fixed and the worst samples: all in one file, and each alone for the loggers."""
        captions = dict.fromkeys(self.kept.fixed, "")
        captions |= {worst.image: f"costs {worst.lost:.3f} mIoU" for worst in self.kept.worst}
        samples = [read(sample_id, caption) for sample_id, caption in captions.items()]
        if not samples:
            return
        picture = panel(samples, self.run.class_set, options=self._options(self.run.name))
        self._save(ALL_CLASSES_FILE, picture)
        for sample in samples:
            yield LoggedPicture(
                key=panel_key(sample.id, self.validation.key.split),
                panel=panel([sample], self.run.class_set, options=self._options("")),
                image=sample.image,
                ground_truth=sample.ground_truth,
                prediction=sample.prediction,
                caption=f"{sample.id} · {self._moment()}",
            )

    def _one_class(self, class_index: int, read: Callable[[str, str], PanelSample]) -> LoggedPicture:
        name = self.run.class_set.names[class_index]
        captions = {
            worst.image: f"costs {worst.lost:.3f} IoU" for worst in self.kept.worst_of_class[class_index]
        }
        others = [sample_id for sample_id in self.kept.fixed if sample_id not in captions]
        holding = samples_with_class(self.tables, class_index, others)
        captions |= dict.fromkeys(holding[:_FIXED_PER_CLASS], "")
        samples = [read(sample_id, caption) for sample_id, caption in captions.items()]
        options = self._options(name)
        picture = class_panel(samples, class_index, self.run.class_set, options=options)
        self._save(f"class-{class_index}.png", picture)
        return LoggedPicture(
            key=class_picture_key(name, self.validation.key.split), panel=picture, caption=options.title
        )

    def _sample(self, sample_id: str, caption: str) -> PanelSample:
        ground_truth = self.run.labels.get(self.validation.key.split, sample_id)
        prediction = self.run.prediction(self.validation, sample_id)
        if ground_truth is None or prediction is None:
            raise StoreError(
                f"label maps of sample {sample_id!r} are gone from {self.validation.folder}: validate again."
            )
        return PanelSample(
            id=sample_id,
            image=rgb_view(self.read_image(sample_id)),
            ground_truth=ground_truth,
            prediction=prediction,
            confidence=self.run.confidence(self.validation, sample_id),
            caption=caption,
        )

    def _options(self, title: str) -> PanelOptions:
        full_title = f"{title} · {self._moment()}" if title else ""
        return PanelOptions(title=full_title, row_height=self.row_height)

    def _moment(self) -> str:
        return describe_moment(self.run, self.validation)

    def _save(self, name: str, picture: Panel) -> None:
        save_png(picture, self.validation.panels_folder / name)
