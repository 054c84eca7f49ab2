"""An ablation: one baseline and single changes of it, each compared with it, from stored counts alone."""

from segscope.analysis.ablation.collect import collect_counts
from segscope.analysis.ablation.counts import AblationCounts, Arm, ArmRun
from segscope.analysis.ablation.counts_file import read_ablation, write_ablation
from segscope.analysis.ablation.result import AblationResult, ArmResult
from segscope.analysis.ablation.verdicts import judge

__all__ = [
    "AblationCounts",
    "AblationResult",
    "Arm",
    "ArmResult",
    "ArmRun",
    "collect_counts",
    "judge",
    "read_ablation",
    "write_ablation",
]
