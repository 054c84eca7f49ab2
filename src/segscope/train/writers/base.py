"""What a writer of predictions is, and files that appear whole or not at all while they are long."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TextIO

import numpy as np
from numpy.typing import NDArray

from segscope.engine.class_set import LabelMap
from segscope.errors import StoreError
from segscope.files.atomic import TEMP_PREFIX, fsync_folder

Confidence = NDArray[np.uint8]


class PredictionWriter(Protocol):
    """Takes predictions one by one, within a ``with`` block; what it writes is whole when that ends well.

    Args:
        out: The folder; made where it is missing.
        class_set: The classes.
        options: Those of its catalogue entry.
        ids: The ids of the COCO JSON that listed the pictures; None where none did.
    """

    def __enter__(self) -> "PredictionWriter":
        """Begin."""

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        """Finish the files, or remove them where an error ended the block."""

    def add(
        self, name: str, picture: Path, label_map: LabelMap, confidence: Confidence | None = None
    ) -> None:
        """Take one prediction.

        Args:
            name: The result's name: the picture's path below its folder, without its ending.
            picture: The picture file.
            label_map: (H, W) class indices.
            confidence: (H, W) uint8, the probability of the predicted class times 255; None where unknown.
        """


def picture_id(name: str, picture: Path) -> str:
    """Give the picture's path below its folder, as contests name it.

    Example:
        >>> picture_id("batch_01_vt/0003", Path("data/batch_01_vt/0003.jpg"))
        'batch_01_vt/0003.jpg'
    """
    return f"{name}{picture.suffix}"


def make_folder(folder: Path) -> None:
    """Make a folder of results.

    Raises:
        StoreError: It cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: the folder cannot be made ({error.strerror}).") from error


@contextmanager
def growing_file(path: Path) -> Iterator[TextIO]:
    """Open a text file that is written bit by bit and gets its name when the block ends well.

    Raises:
        StoreError: It cannot be written.
    """
    make_folder(path.parent)
    temporary = path.with_name(f"{TEMP_PREFIX}{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with open(temporary, "w", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
        fsync_folder(path.parent)
    except OSError as error:
        raise StoreError(
            f"cannot write {path}: {error.strerror or error}; check free space and rights of that folder."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
