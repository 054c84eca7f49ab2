"""How many processors there are to work with."""

import os


def usable_cpus() -> int:
    """Count the processors that this process may use, at least 1.

    Where the system cannot say (macOS, Windows), all processors of the machine count.

    Example:
        >>> usable_cpus() >= 1
        True
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
