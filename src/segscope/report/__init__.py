"""Pictures: panels, per-class panels, contact sheets, plots.

Functions that bear their module's name are imported from it, so that no name means two things::

    from segscope.report.panel import panel
    from segscope.report.contact_sheet import contact_sheet
"""

from segscope.report.batch import BatchOptions, batch_panel, show_batch
from segscope.report.class_panels import all_class_panels, class_panel
from segscope.report.options import PanelOptions
from segscope.report.overlay import colourise, error_map
from segscope.report.panel_sample import PanelSample
from segscope.report.show import save_png

__all__ = [
    "BatchOptions",
    "PanelOptions",
    "PanelSample",
    "all_class_panels",
    "batch_panel",
    "class_panel",
    "colourise",
    "error_map",
    "save_png",
    "show_batch",
]
