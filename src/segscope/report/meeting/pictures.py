"""Panes as files."""

import io

from PIL import Image

from segscope.report.scaling import Picture

_QUALITY = 88


def encode_jpeg(picture: Picture) -> bytes:
    """Encode a picture as JPEG, with colours at full resolution: stripes of one pixel stay apart.

    Its tables are not fitted to it: Pillow then keeps all of it in a buffer that noise does not fit into.

    Args:
        picture: (H, W, 3) uint8 RGB.
    """
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "JPEG", quality=_QUALITY, subsampling=0)
    return stream.getvalue()
