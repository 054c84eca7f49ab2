"""Writing TensorBoard's event files: TFRecords of ``Event`` messages, on disk after every call.

The ``tensorboard`` package's own ``EventFileWriter`` loses up to two minutes when a run is killed,
imports TensorFlow where it is installed, and spends 0.14 s a megabyte on checksums in Python; the
format itself is small: length, checksum of the length, message, checksum of the message.
"""

import os
import socket
import struct
import time
from pathlib import Path
from typing import Any

from segscope.loggers.crc32c import masked_crc32c

_SUFFIX = "segscope"


class EventFile:
    """One new event file in a folder, named so that TensorBoard reads it after all older ones.

    Args:
        folder: The log folder; it must exist.
    """

    def __init__(self, folder: Path) -> None:
        older = [_second_in(path.name) for path in folder.glob("events.out.tfevents.*")]
        # TensorBoard reads a folder's files by name: a clock that was set back must not reorder attempts.
        second = max([int(time.time()), *(value + 1 for value in older)])
        name = f"events.out.tfevents.{second:010d}.{socket.gethostname()}.{os.getpid()}.{_SUFFIX}"
        self._file = (folder / name).open("xb", buffering=0)

    def write(self, event: Any) -> None:
        """Write one ``tensorboard.compat.proto.event_pb2.Event`` in one call to the system."""
        message = event.SerializeToString()
        length = struct.pack("<Q", len(message))
        self._file.write(length + masked_crc32c(length) + message + masked_crc32c(message))

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self._file.close()


def _second_in(file_name: str) -> int:
    digits = file_name.split(".")[3]
    return int(digits) if digits.isdigit() else 0
