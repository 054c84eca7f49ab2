"""The pictures of data sets whose ground truth is a mask file beside each picture."""

from pathlib import Path

from segscope.data.image_files import image_size
from segscope.data.picture_files import read_picture
from segscope.data.picture_format import PictureFormat
from segscope.data.sample import Picture, Sample


class MaskPictures:
    """Reads pictures in the way that every reader of mask files does.

    Attributes:
        picture_format: Channels and bits of all pictures that are given.
    """

    picture_format: PictureFormat

    def read_image(self, sample: Sample) -> Picture:
        """Read the picture as (H, W, C) in ``picture_format``, in the orientation that the mask has.

        Raises:
            FileFault: The file cannot be read as a picture, or holds other channels or bits.
        """
        mask: Path | None = sample.label
        label_size = None if mask is None else lambda: image_size(mask)
        return read_picture(sample.image_path, label_size, self.picture_format)
