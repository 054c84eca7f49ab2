"""Results of ablations put together by hand, for what shows them."""

import math

import numpy as np
from numpy.typing import NDArray

from segscope.analysis.ablation import AblationResult, Arm, ArmResult, ArmRun
from segscope.analysis.compare import ScoreChange


def made_result(
    differences: NDArray[np.float64], *, sure: bool = False, names: tuple[str, ...] = ()
) -> AblationResult:
    """Make a result with given changes of each class's IoU.

    Args:
        differences: (changes, K), 0 … 1; NaN where a class has no score.
        sure: Whether all changes are certain, or none is.
        names: Of the K classes.
    """
    classes = names or tuple(f"class {index}" for index in range(differences.shape[1]))
    base = Arm("baseline", (), (ArmRun("run-0", 0, None, 8, 0.5, 2**30),), ())
    return AblationResult(
        name="drawn",
        baseline=base,
        baseline_scores={"miou": 0.5, "miou_per_image": 0.4, "pixel_accuracy": 0.9, "boundary_iou": 0.3},
        changes=tuple(_arm(index, row, classes, sure=sure) for index, row in enumerate(differences)),
        class_names=classes,
        images=100,
        unit="image",
        units=100,
        folds=1,
        validation="last",
        rule="rule",
        notes=("a note",),
        draws=1000,
        seed=0,
    )


def _arm(index: int, row: NDArray[np.float64], classes: tuple[str, ...], *, sure: bool) -> ArmResult:
    known = row[~np.isnan(row)]
    overall = _change("mIoU", float(known.mean()) if known.size else math.nan, sure=sure)
    return ArmResult(
        arm=Arm(
            f"change {index}", (f"x={index}",), (ArmRun(f"run-{index + 1}", 0, None, 8, 0.6, 2**30),), ()
        ),
        overall=overall,
        others=tuple(
            _change(name, overall.difference, sure=sure) for name in ("per image", "accuracy", "BIoU")
        ),
        classes=tuple(
            _change(name, value, sure=sure) for name, value in zip(classes, row.tolist(), strict=True)
        ),
        detectable=0.02,
        detectable_alone=0.012,
        step_ratio=1.2,
        memory_ratio=None,
    )


def _change(name: str, value: float, *, sure: bool) -> ScoreChange:
    width = abs(value) * (0.5 if sure else 3) + 1e-9
    p = 0.001 if sure else 0.5
    return ScoreChange(name, 0.5, 0.5 + value, value, value - width, value + width, p, 80, "image", 0.01)
