"""What was made lately, kept up to a number of bytes; each thing is made once, however many ask at once."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class ByteLru(Generic[Value]):
    """A cache that forgets what was not asked for the longest, safe for threads.

    Args:
        limit: Bytes that it may hold; what is larger alone is given and not kept.
        size: Tells how many bytes a value takes.

    Example:
        >>> words = ByteLru(10, len)
        >>> words.get("a", lambda: "12345678"), words.get("a", lambda: "not asked again")
        ('12345678', '12345678')
        >>> words.get("b", lambda: "1234"), "a" in words, words.held
        ('1234', False, 4)
    """

    def __init__(self, limit: int, size: Callable[[Value], int]) -> None:
        self.limit = limit
        self._size = size
        self._values: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._gates: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()
        self.held = 0

    def __contains__(self, key: Hashable) -> bool:
        with self._lock:
            return key in self._values

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Give the value of a key; where it is not held, ``make`` makes it while others wait for it.

        What ``make`` raises is raised, and nothing is kept.
        """
        with self._lock:
            if key in self._values:
                return self._touch(key)
            gate = self._gates.setdefault(key, threading.Lock())
        with gate:
            with self._lock:
                if key in self._values:  # another thread made it meanwhile
                    return self._touch(key)
            try:
                value = make()
                self._keep(key, value)
            finally:
                with self._lock:
                    self._gates.pop(key, None)
        return value

    def _touch(self, key: Hashable) -> Value:
        self._values.move_to_end(key)
        return self._values[key][0]

    def _keep(self, key: Hashable, value: Value) -> None:
        size = self._size(value)
        if size > self.limit:
            return
        with self._lock:
            self._values[key] = value, size
            self.held += size
            while self.held > self.limit:
                _, (_, freed) = self._values.popitem(last=False)
                self.held -= freed
