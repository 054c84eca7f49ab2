"""What is shown of pseudo-labels and of rounds of self-training."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table

if TYPE_CHECKING:
    from segscope.train.pseudo.manifest import PseudoManifest, PseudoSet
    from segscope.train.pseudo.rounds import Round


def kept_table(made: "PseudoSet") -> Table:
    """One row a class: threshold, kept share, precision."""
    table = Table(title=f"{made.name}: what is kept", title_justify="left", header_style="bold")
    table.add_column("class")
    for column in ("threshold", "kept %", "right %"):
        table.add_column(column, justify="right")
    table.add_column("")
    for one in made.classes:
        shares = (f"{one.threshold:.4f}", _percent(one.kept_share), _percent(one.precision))
        table.add_row(one.name, *shares, "left out: too often wrong, or not known" if one.dropped else "")
    return table


def kept_sentence(made: "PseudoSet", out: Path) -> str:
    """Say how much is labelled, and how often that is right."""
    measured = made.out_of_fold
    right = (
        "how often they are right is not known: the teachers' validation part has no such pixels"
        if measured.precision is None
        else f"out of fold ({measured.pictures} pictures) {_percent(measured.precision)} % of them are right "
        f"at a coverage of {_percent(measured.coverage)} %"
    )
    left_out = f"; {len(made.left_out)} pictures are left out" if made.left_out else ""
    return (
        f"{made.name}: {len(made.pictures)} pictures, {_percent(made.coverage)} % of their pixels labelled; "
        f"{right}{left_out}: {out / made.name}"
    )


def manifest_summary(manifest: "PseudoManifest") -> dict[str, Any]:
    """Give the manifest without its lists of files."""
    left = {"sets": {"__all__": {"pictures", "validation"}}}
    content = manifest.model_dump(mode="json", exclude=left)
    for plain, made in zip(content["sets"], manifest.sets, strict=True):
        plain["pictures"] = len(made.pictures)
    return content


def round_dict(done: "Round") -> dict[str, Any]:
    """Give what ``--json`` prints of a round."""
    sets = done.manifest.sets if done.manifest else ()
    precisions = [one.out_of_fold.precision for one in sets if one.out_of_fold.precision is not None]
    return {
        "round": done.number,
        "runs": [run.id for run in done.runs],
        "miou": done.miou,
        "labels": None if done.folder is None else str(done.folder),
        "coverage": sum(one.coverage for one in sets) / len(sets) if sets else None,
        "precision": sum(precisions) / len(precisions) if precisions else None,
    }


def rounds_table(described: Sequence[dict[str, Any]]) -> Table:
    """One row a round."""
    table = Table(title="Rounds", title_justify="left", header_style="bold")
    for column in ("round", "mIoU", "labelled %", "right %"):
        table.add_column(column, justify="right")
    table.add_column("runs")
    for one in described:
        shares = (_percent(one["coverage"]), _percent(one["precision"]))
        table.add_row(str(one["round"]), f"{one['miou']:.4f}", *shares, " ".join(one["runs"]))
    return table


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}"
