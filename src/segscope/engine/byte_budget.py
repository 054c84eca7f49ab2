"""How much memory work may hold while it waits for a thread."""

import threading


class ByteBudget:
    """Lets ``limit`` bytes be held at once; what is larger than the whole budget goes alone.

    Args:
        limit: Bytes.

    Example:
        >>> budget = ByteBudget(100)
        >>> budget.acquire(60), budget.acquire(60, timeout=0), budget.acquire(40, timeout=0)
        (True, False, True)
        >>> budget.release(60), budget.release(40)
        (None, None)
        >>> budget.acquire(1000)
        True
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._held = 0
        self._changed = threading.Condition()

    def acquire(self, size: int, timeout: float | None = None) -> bool:
        """Hold ``size`` bytes; waits while there is no room.

        Args:
            size: Bytes, 0 or more.
            timeout: Seconds to wait at most; None waits for ever.

        Returns:
            False where the time ran out; then nothing is held.
        """
        with self._changed:
            free = self._changed.wait_for(lambda: self._held == 0 or self._held + size <= self.limit, timeout)
            if free:
                self._held += size
            return free

    def release(self, size: int) -> None:
        """Give back what :meth:`acquire` held."""
        with self._changed:
            self._held -= size
            self._changed.notify_all()
