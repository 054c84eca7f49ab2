"""What a loss on wrong pixels near borders does there and inside, against its class mass alone.

    python -m benchmarks.bench_boundary benchmarks/ablation/results/camvid [FOLDER ...]

Pixels near borders are mostly pixels of thin classes, so a loss on borders is a class weight, too. Its
control is cross-entropy with class weights of the same mass (``spread: class``), and only what differs from
that is due to the place. Computed from the stored counts of an ablation alone, for each class and in the
mean of all classes; mean ± deviation over the seeds:

* boundary share: the part of a class's wrong pixels that are boundary errors (Bernhard et al., WACV 2024);
* Boundary IoU (Cheng et al., CVPR 2021);
* interior IoU: IoU of the pixels outside the trimap band, 2 % of the diagonal on both sides of true borders.

The verdicts are those of ``segscope ablate``: the paired test over pictures, with the noise between
trainings taken from all arms, corrected after Holm over the classes.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from segscope.analysis.ablation import AblationCounts, read_ablation
from segscope.analysis.ablation.counts import Arm
from segscope.analysis.ablation.record import COUNTS
from segscope.analysis.compare.comparing import score_changes
from segscope.analysis.compare.comparison import ScoreChange
from segscope.analysis.resampling_units import choose_resampling_units
from segscope.engine.count_tables import CountTables
from segscope.engine.resampling import UnitSums, compare_sides

CONTROL, WEIGHTED = "its class mass alone", "boundary × wrong"

Float64 = NDArray[np.float64]


def boundary_share(tables: CountTables) -> Float64:
    """(K,) share of boundary errors among the wrong pixels of each class."""
    boundary = tables.pooled("fp_boundary") + tables.pooled("fn_boundary")
    return boundary / (tables.pooled("fp") + tables.pooled("fn"))


def boundary_iou(tables: CountTables) -> Float64:
    """(K,) Boundary IoU."""
    return tables.pooled("biou_intersection") / tables.pooled("biou_union")


def interior_iou(tables: CountTables) -> Float64:
    """(K,) IoU of the pixels that lie off every border of the class."""
    union = tables.pooled("tp") + tables.pooled("fp") + tables.pooled("fn")
    off_border = tables.pooled("tp") - tables.pooled("trimap_intersection")
    return off_border / (union - tables.pooled("trimap_union"))


FIGURES: dict[str, Callable[[CountTables], Float64]] = {
    "boundary share": boundary_share,
    "Boundary IoU": boundary_iou,
    "interior IoU": interior_iou,
}


def figure_of(arm: Arm, figure: Callable[[CountTables], Float64]) -> list[str]:
    """Give mean ± deviation over the seeds: of the classes' mean first, then of each class."""
    with np.errstate(invalid="ignore", divide="ignore"):
        by_seed = np.stack([figure(tables) for tables in arm.tables])
    rows = np.concatenate([np.nanmean(by_seed, axis=1, keepdims=True), by_seed], axis=1)
    return [f"{mean:.3f} ± {sd:.3f}" for mean, sd in zip(rows.mean(0), rows.std(0, ddof=1), strict=True)]


def verdicts(counts: AblationCounts, control: Arm, weighted: Arm) -> list[ScoreChange]:
    """Compare the two arms; the scatter of all others tells the noise between trainings, too."""
    units = choose_resampling_units(counts.groups, None)
    sums = {
        arm.name: [UnitSums.from_tables(tables, units.of_image) for tables in arm.tables]
        for arm in counts.arms
    }
    others = [own for name, own in sums.items() if name not in (control.name, weighted.name)]
    found = compare_sides(sums[control.name], sums[weighted.name], others=others)
    return score_changes(found, counts.class_names, units.name)


def show(counts: AblationCounts) -> None:
    """Print the table of one ablation."""
    arms = {arm.name: arm for arm in counts.arms}
    control, weighted = arms[CONTROL], arms[WEIGHTED]
    print(f"\n{counts.name}: {len(counts.images)} pictures, {len(control.tables)} seeds\n")
    titles = [f"{name}, {short}" for name in FIGURES for short in ("control", "boundary × wrong")]
    print(f"| class | {' | '.join(titles)} |\n|---|{'---|' * len(titles)}")
    columns = [figure_of(arm, figure) for figure in FIGURES.values() for arm in (control, weighted)]
    for name, *cells in zip(("mean of classes", *counts.class_names), *columns, strict=True):
        print(f"| {name} | {' | '.join(cells)} |")
    print(f"\n{WEIGHTED} against {CONTROL}:\n")
    for change in verdicts(counts, control, weighted):
        print(f"- {change}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the folders and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path, help="what `segscope ablate --out` wrote")
    for folder in parser.parse_args(arguments).folders:
        show(read_ablation(folder / COUNTS))


if __name__ == "__main__":
    main()
