"""How likely a contradicted label is wrong, from what is kept of a validation.

The label's own probability says most: where it is near zero, over many pixels, the model does not doubt
the label, it rules it out. It is not kept, but follows from two things that are. What the confidence
leaves over is shared by the other classes, and the label's share of it is how often this model takes the
label's class for the class that it sees: a Paper that is called Paper pack is this model's everyday
mistake, a Paper that is called Glass is not. Then, small objects are mistaken more easily than large
ones, and a predicted piece in the place of a labelled object of which the model found a part contradicts
only the rest. ``make bench-suspects`` measures the ranking.
"""

from dataclasses import dataclass

import numpy as np

from segscope.analysis.evidence import Evidence
from segscope.engine.image_counts import Int64

LABEL_STILL_LIKELY = 0.1
"""Where the label keeps this probability, the suspicion is half of what it is where it keeps none."""
HALF_TRUSTED_PIXELS = 32**2
"""A contradiction of this many pixels, COCO's bound of small objects, counts half."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What is known of one contradicted object.

    Attributes:
        pixels: Its area.
        wrong_pixels: Those of them that the other side contradicts.
        doubt: Mean confidence of the contradiction over its pixels, 0 … 1.
        label: The class that the place is labelled as; None where it is not known.
        seen: The class that the model sees; None where it is not known.
        explained: Share of the contradiction that a labelled object in its place explains, of which the
            model found a part; 0 … 1.
    """

    pixels: int
    wrong_pixels: int
    doubt: float
    label: int | None
    seen: int | None
    explained: float = 0.0


def suspicion(of: Contradiction, confusion: Int64) -> float:
    """Score one contradiction, 0 … 1.

    Args:
        of: The contradiction.
        confusion: (K, K) pixels that the model takes for another class, truth in rows.

    Example:
        >>> confusion = np.array([[0, 0, 0], [0, 0, 4000], [0, 12000, 0]])
        >>> suspicion(Contradiction(2000, 2000, 0.9, label=0, seen=1), confusion)  # never confused
        0.595...
        >>> suspicion(Contradiction(2000, 2000, 0.9, label=2, seen=1), confusion)  # often
        0.297...
    """
    label_probability = (1 - of.doubt) * _share(of, confusion)
    unlikely = LABEL_STILL_LIKELY / (LABEL_STILL_LIKELY + label_probability)
    large = of.pixels / (of.pixels + HALF_TRUSTED_PIXELS)
    return of.doubt * unlikely * large * (1 - of.explained)


def _share(of: Contradiction, confusion: Int64) -> float:
    """Give the label's share of what the seen class is confused with, the contradiction itself left out."""
    if of.label is None or of.seen is None:
        return 1 / max(len(confusion) - 1, 1)
    others = int(confusion[:, of.seen].sum() - of.wrong_pixels)
    same = int(confusion[of.label, of.seen] - of.wrong_pixels)
    return max(same, 0) / max(others, 1)


def confusion_inside(evidence: Evidence) -> Int64:
    """Sum the pixels taken for another class, along borders left out: (K, K), truth in rows."""
    rows = evidence.tables.wrong[~evidence.at_border]
    rows = rows[rows[:, 1] >= 0]
    confusion = np.zeros((evidence.tables.num_classes,) * 2, dtype=np.int64)
    np.add.at(confusion, (rows[:, 0], rows[:, 1]), rows[:, 4])
    return confusion
