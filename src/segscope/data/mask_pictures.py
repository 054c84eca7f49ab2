"""The pictures of data sets whose ground truth is a mask file beside each picture."""

from pathlib import Path

from segscope.data.image_files import image_size, read_picture
from segscope.data.sample import Picture, Sample


class MaskPictures:
    """Reads pictures in the way that every reader of mask files does."""

    def read_image(self, sample: Sample) -> Picture:
        """Read the picture as (H, W, 3) uint8 RGB, in the orientation that the mask has.

        Raises:
            FileFault: The file cannot be read as a picture.
        """
        mask: Path | None = sample.label
        return read_picture(sample.image_path, None if mask is None else lambda: image_size(mask))
