"""The plots of one validation: error bars, flows, confusions, and the IoU of every class so far."""

from collections.abc import Iterator
from dataclasses import dataclass

from segscope.analysis.confusions import rank_confusions
from segscope.analysis.evidence import Evidence
from segscope.analysis.trends import iou_history
from segscope.engine.count_tables import CountTables
from segscope.loggers.base import LoggedPicture
from segscope.loggers.keys import plot_key
from segscope.record.moment import describe_moment
from segscope.report.error_rows import error_rows
from segscope.report.flow_plot import flow_plot
from segscope.report.plots import confusion_matrix, error_bars, iou_heatmap
from segscope.report.reliability_plot import reliability_diagrams
from segscope.report.scaling import Picture
from segscope.report.show import save_png
from segscope.store import Run, Validation

MOST_CLASSES = 150
"""More cannot be read in one plot: then the error bars show the lowest, and the matrices are left out."""


@dataclass(frozen=True)
class PlotJob:
    """Everything that the plots of one validation are drawn from.

    Attributes:
        run: The run.
        validation: The stored validation.
        tables: Its counts.
    """

    run: Run
    validation: Validation
    tables: CountTables

    @property
    def left_out(self) -> str:
        """A sentence on what is not plotted of so many classes; empty where all is."""
        if self.run.class_set.num_classes <= MOST_CLASSES:
            return ""
        return (
            f"of {self.run.class_set.num_classes} classes the error bars show the {MOST_CLASSES} with the "
            "lowest IoU, here and later on; the confusion matrix and the history of IoU are not plotted."
        )

    def draw(self) -> Iterator[LoggedPicture]:
        """Draw, save and give ``errors``, ``flows``, ``reliability``, ``confusion`` and ``iou-history``."""
        class_set, key = self.run.class_set, self.validation.key
        moment = describe_moment(self.run, self.validation)
        rows = [row for row in error_rows(self.tables, class_set) if row.union]
        if not rows:
            return  # all pixels are ignored: there is nothing to draw
        weakest = sorted(rows, key=lambda row: row.iou)[:MOST_CLASSES]
        yield self._plot(
            "errors", error_bars(weakest, title=f"What each class gets wrong · {moment}"), moment
        )
        flows = rank_confusions(Evidence(self.tables, class_set))
        if flows:
            title = f"What is taken for what · {moment}"
            yield self._plot("flows", flow_plot(flows, class_set, title=title), moment)
        reliability = self.run.load_reliability(self.validation)
        if reliability is not None and reliability.pixels.any():
            title = f"How far confidences can be trusted · {moment}"
            yield self._plot("reliability", reliability_diagrams(reliability, class_set, title=title), moment)
        if self.left_out:
            return
        matrix, _ = self.tables.confusion()
        title = f"What each class is taken for · {moment}"
        yield self._plot("confusion", confusion_matrix(matrix, class_set, title=title), moment)
        if self.run.kind != "train":
            return  # one validation has no history
        # The next validation may be stored already while the plots of this one are drawn.
        history = [v for v in self.run.validations(key.split) if v.index <= self.validation.index]
        epochs = [str(validation.key.epoch) for validation in history]
        picture = iou_heatmap(
            iou_history(history), class_set, validations=epochs, title="IoU of each class by epoch"
        )
        yield self._plot("iou-history", picture, moment)

    def _plot(self, name: str, picture: Picture, caption: str) -> LoggedPicture:
        save_png(picture, self.validation.panels_folder / f"{name}.png")
        return LoggedPicture(plot_key(name, self.validation.key.split), picture, caption=caption)
