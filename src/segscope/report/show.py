"""Pictures to the screen and to files."""

import sys
from importlib import import_module
from pathlib import Path
from uuid import uuid4

from PIL import Image

from segscope.report.scaling import Picture

_COMPRESSION = 4  # of 9: panels come out 10 % larger than at 6, and are written in half the time


def show(picture: Picture) -> Image.Image | None:
    """Show a picture in a notebook; elsewhere give it as a Pillow image.

    Args:
        picture: (H, W, 3) uint8 RGB.

    Returns:
        None in a notebook, where the picture is displayed (a returned image would appear twice);
        elsewhere the image, whose ``.show()`` opens a window.

    Example:
        >>> import numpy as np
        >>> show(np.zeros((2, 3, 3), dtype=np.uint8)).size
        (3, 2)
    """
    image = Image.fromarray(picture)
    if not _in_notebook():
        return image
    import_module("IPython.display").display(image)
    return None


def save_png(picture: Picture, path: Path | str) -> Path:
    """Write a picture as PNG, all or nothing: a reader never meets half a file.

    Args:
        picture: (H, W, 3) uint8 RGB.
        path: The file; its folder is made where it is missing.

    Returns:
        The path.

    Raises:
        OSError: The folder cannot be written to, or the disk is full; an older file stays as it was.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    # In the same folder, because a rename is atomic only within one file system.
    temporary = target.with_name(f".{uuid4().hex}.png")
    try:
        with temporary.open("xb") as file:
            Image.fromarray(picture).save(file, format="PNG", compress_level=_COMPRESSION)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return target


def _in_notebook() -> bool:
    # Asking a module that a notebook has loaded already, so that a script never imports IPython.
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return getattr(shell, "kernel", None) is not None
