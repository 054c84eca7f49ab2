"""Pictures come in the format of their data set, or as a named fault; the format is found or given."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from segscope.data.check import check_dataset
from segscope.data.faults import FileFault
from segscope.data.finding import Severity
from segscope.data.open import open_dataset, with_detected_pictures
from segscope.data.picture_files import read_picture
from segscope.data.picture_format import RGB8, PictureFormat
from segscope.data.picture_view import rgb_view
from segscope.errors import UsageError
from tests.data.corpus.mask_cases import saved
from tests.data.corpus.raw_png import GREY, RGB, RGBA, png
from tests.data.folders import write_folder

RNG = np.random.default_rng(7)
COLOUR = RNG.integers(0, 256, (6, 10, 3), dtype=np.uint8)
DEEP = RNG.integers(0, 65_536, (24, 32), dtype=np.uint16)


def write(folder: Path, content: bytes, name: str = "a.png") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_as_exif_says(orientation: int, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = write(tmp_path, saved(Image.fromarray(COLOUR), "PNG", exif=exif))
    upright = ImageOps.exif_transpose(Image.open(path))
    expected = np.asarray(upright) if orientation >= 5 else COLOUR

    assert np.array_equal(read_picture(path, lambda: expected.shape[:2]), expected)


def test_colour_becomes_grey_as_pillow_makes_it(tmp_path: Path) -> None:
    path = write(tmp_path, png(COLOUR, 8, RGB))

    grey = read_picture(path, wanted=PictureFormat(1, 8))

    assert np.array_equal(grey[..., 0], np.asarray(Image.fromarray(COLOUR).convert("L")))


def test_an_alpha_channel_counts_only_where_it_is_asked_for(tmp_path: Path) -> None:
    samples = RNG.integers(0, 256, (6, 10, 4), dtype=np.uint8)
    path = write(tmp_path, png(samples, 8, RGBA))

    assert np.array_equal(read_picture(path), samples[..., :3])
    assert np.array_equal(read_picture(path, wanted=PictureFormat(4, 8)), samples)
    assert read_picture(path, wanted=None).shape == (6, 10, 3)


@pytest.mark.parametrize(
    ("wanted", "code", "words"),
    [
        (
            PictureFormat(4, 8),
            "mixed-channels",
            r"it has 3 channels and the pictures are read with 4.*data\.channels",
        ),
        (
            PictureFormat(3, 16),
            "mixed-depths",
            r"it has 8 bits a channel and the pictures are read with 16.*data\.bits",
        ),
    ],
)
def test_what_does_not_fit_is_named(wanted: PictureFormat, code: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(FileFault, match=words) as caught:
        read_picture(write(tmp_path, png(COLOUR, 8, RGB)), wanted=wanted)

    assert caught.value.code == code


def as_grey(root: Path, split: str, depth: int = 8) -> None:
    """Replace the pictures of a split by grey ones."""
    for path in (root / split / "images").iterdir():
        path.write_bytes(png(DEEP if depth == 16 else DEEP >> 8, depth, GREY))


def test_the_format_is_that_of_the_files(tmp_path: Path) -> None:
    root = write_folder(tmp_path)
    assert open_dataset(root).picture_format == RGB8
    as_grey(root, "train")
    assert open_dataset(root).picture_format == RGB8, "grey among colour is read as colour"
    as_grey(root, "val")
    assert open_dataset(root).picture_format == PictureFormat(1, 8)
    as_grey(root, "train", 16)
    as_grey(root, "val", 16)
    dataset = open_dataset(root)
    assert dataset.picture_format == PictureFormat(1, 16)
    assert np.array_equal(dataset.read_image(dataset.samples["val"][0])[..., 0], DEEP)
    assert with_detected_pictures(dataset, bits=8).picture_format == PictureFormat(1, 8)


def test_there_are_no_12_bit_pictures(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="8 or 16 bits, not 12"):
        with_detected_pictures(open_dataset(write_folder(tmp_path)), bits=12)


def test_a_check_names_what_is_read_otherwise_than_it_is_stored(tmp_path: Path) -> None:
    root = write_folder(tmp_path)
    (root / "train" / "images" / "t1.png").write_bytes(png(np.stack([DEEP] * 3, axis=2), 16, RGB))

    found = {finding.code: finding for finding in check_dataset(open_dataset(root)).findings}

    assert found["mixed-depths"].severity is Severity.WARNING
    assert found["mixed-depths"].files == ("train/images/t1.png",)


def test_a_check_names_pictures_of_other_channels(tmp_path: Path) -> None:
    root = write_folder(tmp_path)

    report = check_dataset(with_detected_pictures(open_dataset(root), channels=4))

    found = {finding.code: finding for finding in report.findings}
    assert found["mixed-channels"].severity is Severity.ERROR
    assert "set" not in report.findings[0].message
    assert len(found["mixed-channels"].files) == 6


def test_a_check_measures_channels_that_no_encoder_knows(tmp_path: Path) -> None:
    root = write_folder(tmp_path)
    as_grey(root, "train", 16)
    as_grey(root, "val", 16)

    report = check_dataset(open_dataset(root))

    for split in report.splits:
        assert split.channels is not None
        assert split.channels.mean == pytest.approx((DEEP.mean() / 65_535,))
        assert split.channels.std == pytest.approx((DEEP.std() / 65_535,))


def test_a_view_keeps_photos_and_stretches_deep_bands() -> None:
    assert rgb_view(COLOUR) is COLOUR
    six = np.dstack([COLOUR, COLOUR])
    assert np.array_equal(rgb_view(six), COLOUR)
    dim = np.repeat((DEEP // 16)[..., None], 5, axis=2)
    shown = rgb_view(dim)
    assert shown.dtype == np.uint8
    assert shown.shape == (24, 32, 3)
    assert shown.min() == 0
    assert shown.max() == 255
