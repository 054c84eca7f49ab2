"""Pictures to the screen and to files."""

import sys
from importlib import import_module
from pathlib import Path

from PIL import Image

from segscope.errors import StoreError
from segscope.files.atomic import write_atomic
from segscope.files.png import encode_png
from segscope.report.scaling import Picture


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
        StoreError: The folder cannot be written to, or the disk is full; an older file stays as it was.
    """
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make the folder {target.parent}: {error.strerror or error}.") from error
    write_atomic(target, encode_png(picture))
    return target


def _in_notebook() -> bool:
    # Asking a module that a notebook has loaded already, so that a script never imports IPython.
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return getattr(shell, "kernel", None) is not None
