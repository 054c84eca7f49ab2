"""Ground truth and the predictions of any tool, joined by file names and read pair by pair.

One file a noun: ``sources`` (what the user gives), ``map_folder`` (the files of one folder),
``matching`` (which belong together), ``opening``, ``pairs`` (reading).
"""

from segscope.data.predictions.opening import open_predictions
from segscope.data.predictions.pairs import PredictionPair, PredictionPairs
from segscope.data.predictions.sources import PredictionSources

__all__ = ["PredictionPair", "PredictionPairs", "PredictionSources", "open_predictions"]
