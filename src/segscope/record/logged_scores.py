"""The numbers of a validation by the names that loggers and curves use."""

from segscope.engine.class_set import ClassSet
from segscope.engine.image_counts import ERROR_KINDS
from segscope.engine.scores import Scores
from segscope.loggers.keys import scalar_keys


def logged_scores(scores: Scores, class_set: ClassSet, split: str) -> dict[str, float]:
    """Name the scores that are logged.

    Args:
        scores: Of one validation.
        class_set: Its classes.
        split: The split that was validated.

    Returns:
        ``<split>/miou``, ``miou_per_image``, ``pixel_accuracy`` and ``boundary_iou``; for each class
        ``<split>/iou/<class>``, ``precision`` and ``recall``, and ``<split>/err/<kind>/<class>``, the
        false and missed pixels of an error kind as a share of the class's union. NaN where there is none.
    """
    errors = scores.false_shares + scores.missed_shares
    return scalar_keys(
        {
            "miou": scores.miou,
            "miou_per_image": scores.miou_per_image,
            "pixel_accuracy": scores.pixel_accuracy,
            "boundary_iou": scores.mean_boundary_iou,
        },
        {
            "iou": scores.iou.tolist(),
            "precision": scores.precision.tolist(),
            "recall": scores.recall.tolist(),
            **{f"err/{kind}": share.tolist() for kind, share in zip(ERROR_KINDS, errors, strict=True)},
        },
        class_set.names,
        split,
    )
