"""What a training costs: the time of its steps, and the most memory that it held."""

import re
import resource
import sys
from pathlib import Path
from statistics import median

import torch

from segscope.analysis.ablation.collect import COST_FILE, read_cost
from segscope.store import strict_json
from segscope.store.runs import Run

_FIRST = 3
"""Steps that fill caches, and do not count."""
_STATUS = Path("/proc/self/status")


def save_cost(run: Run, step_seconds: list[float]) -> None:
    """Keep the cost of an attempt with its run; of several attempts, that with the most steps.

    Args:
        run: The run.
        step_seconds: Time of each step of this attempt; the first ones do not count where there are more.
    """
    counted = step_seconds[_FIRST:] or step_seconds
    if not counted or read_cost(run).get("steps", 0) > len(counted):
        return
    cost = {"step_seconds": median(counted), "memory_bytes": peak_memory(), "steps": len(counted)}
    run.save_text(COST_FILE, strict_json.dumps(cost))


def peak_memory() -> int:
    """Give the most bytes that this process held: of the GPU, where it used one, else of main memory."""
    if torch.cuda.is_available() and torch.cuda.max_memory_allocated():
        return int(torch.cuda.max_memory_allocated())
    try:
        # Linux counts what the process that started this one held into ru_maxrss, and not into VmHWM.
        told = re.search(r"^VmHWM:\s+(\d+) kB$", _STATUS.read_text(), flags=re.MULTILINE)
    except OSError:
        told = None
    if told is not None:
        return int(told[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
