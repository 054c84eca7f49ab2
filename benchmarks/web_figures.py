"""How long answers took, as a Markdown table."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Figures:
    """What was measured.

    Attributes:
        series: What → seconds, each time.
        memory: The server's bytes, once a second.
    """

    series: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    memory: list[int] = field(default_factory=list)

    def add(self, what: str, seconds: float) -> None:
        """Add one."""
        self.series[what].append(seconds)


def table(figures: Figures, aims: Mapping[str, float], default: float) -> str:
    """Give a table of milliseconds.

    Args:
        figures: What was measured.
        aims: What → the seconds that p95 shall stay below.
        default: The aim of everything else.
    """
    lines = ["| what | times | p50 ms | p95 ms | max ms | aim of p95 |", "|---|---|---|---|---|---|"]
    for what, seconds in figures.series.items():
        middle, high, worst = (1000 * np.percentile(seconds, share) for share in (50, 95, 100))
        aim = 1000 * aims.get(what, default)
        verdict = f"{aim:.0f}" if high <= aim else f"{aim:.0f}, **missed**"
        lines.append(f"| {what} | {len(seconds)} | {middle:.1f} | {high:.1f} | {worst:.0f} | {verdict} |")
    return "\n".join(lines)


def memory_row(figures: Figures) -> str:
    """Tell the server's memory: after a fifth of the time, at the end, at most."""
    if not figures.memory:
        return ""
    seen = (figures.memory[len(figures.memory) // 5], figures.memory[-1], max(figures.memory))
    early, last, most = (value / 2**20 for value in seen)
    return (
        f"\nServer's memory: {early:.0f} MiB after a fifth of the time, {last:.0f} at the end, "
        f"{most:.0f} at most."
    )
