"""Which numbers and pictures a tool has been given, kept beside its files.

A run that was killed is resumed from its last checkpoint and logs some steps a second time. Tools that
cannot take back what they were given would show two values for these steps; the ledger, read when the
run goes on, lets a logger leave out what was sent before.
"""

import json
from collections.abc import Sequence
from io import FileIO
from pathlib import Path


class SentLedger:
    """An append-only file of (step, keys), written after each call to the tool.

    A line is either ``{"keys": [...]}``, the next set of keys (they recur at every validation), or
    ``[step, number of the set]``. A line cut by a crash is taken away.

    Args:
        path: The file; its folder must exist.
        resumed: Read what an earlier attempt wrote; else begin anew.
        keep_to: Forget what was sent after this step, for tools that can take it back.
    """

    def __init__(self, path: Path, resumed: bool, keep_to: int | None = None) -> None:
        self.rows = 0
        self._last: dict[str, int] = {}
        self._sets: dict[tuple[str, ...], int] = {}
        kept = _whole_lines(path.read_bytes()) if resumed and path.is_file() else b""
        self._read(kept, keep_to)
        self._newest = max(self._last.values(), default=-1)
        self._path = path
        self._whole_bytes = len(kept)
        self._file: FileIO | None = None

    def unsent(self, keys: Sequence[str], step: int) -> list[str]:
        """Give the keys that an earlier attempt did not send for this step or a later one."""
        if step > self._newest:
            return list(keys)
        return [key for key in keys if step > self._last.get(key, -1)]

    def add(self, keys: Sequence[str], step: int) -> None:
        """Keep what was sent."""
        number = self._sets.get(tuple(keys))
        lines = ""
        if number is None:
            number = self._sets[tuple(keys)] = len(self._sets)
            lines = json.dumps({"keys": list(keys)}) + "\n"
        if self._file is None:
            self._file = self._path.open("ab", buffering=0)
            self._file.truncate(self._whole_bytes)
        self._file.write(f"{lines}[{step}, {number}]\n".encode())
        self.rows += 1

    def close(self) -> None:
        """Close the file, which is open from the first thing sent."""
        if self._file is not None:
            self._file.close()

    def _read(self, lines: bytes, keep_to: int | None) -> None:
        sets: list[tuple[str, ...]] = []
        for line in lines.splitlines():
            entry = json.loads(line)
            if isinstance(entry, dict):
                self._sets[tuple(entry["keys"])] = len(sets)
                sets.append(tuple(entry["keys"]))
                continue
            self.rows += 1
            step, number = entry
            if keep_to is None or step <= keep_to:
                self._last.update((key, max(step, self._last.get(key, -1))) for key in sets[number])


def _whole_lines(data: bytes) -> bytes:
    """Drop the end of a line that a crash cut."""
    return data[: data.rfind(b"\n") + 1]
