"""TIFF pictures of any number of bands, 8 and 16 bits, against the tifffile package that writes them."""

from contextlib import suppress
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from segscope.data import tiff_pictures
from segscope.data.faults import FileFault
from segscope.data.picture_files import open_picture, possible_sizes, read_picture
from segscope.data.picture_format import PictureFormat
from segscope.data.tiff_pictures import read_tiff_header

RNG = np.random.default_rng(5)
SIX = RNG.integers(0, 65_536, (7, 9, 6), dtype=np.uint16)


@pytest.fixture(scope="module")
def tifffile() -> ModuleType:
    module: ModuleType = pytest.importorskip("tifffile")
    return module


def written(tifffile: ModuleType, path: Path, samples: NDArray[Any], **options: Any) -> Path:
    tifffile.imwrite(path, samples, **{"photometric": "minisblack", "planarconfig": "contig", **options})
    return path


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("bands", [2, 4, 6, 13])
@pytest.mark.parametrize("options", [{}, {"compression": "zlib"}, {"bigtiff": True}, {"byteorder": ">"}])
def test_bands_come_as_they_were_written(
    dtype: Any, bands: int, options: dict[str, Any], tmp_path: Path, tifffile: ModuleType
) -> None:
    samples = RNG.integers(0, np.iinfo(dtype).max + 1, (7, 9, bands)).astype(dtype)
    path = written(tifffile, tmp_path / "a.tif", samples, **options)
    form = PictureFormat(bands, 8 * samples.itemsize)

    assert open_picture(path).stored == form
    assert possible_sizes(path) == [(7, 9)]
    picture = read_picture(path, wanted=form)
    assert picture.dtype == dtype
    assert np.array_equal(picture, samples)


def test_planes_one_after_another_are_bands_too(tmp_path: Path, tifffile: ModuleType) -> None:
    path = written(tifffile, tmp_path / "a.tif", np.moveaxis(SIX, 2, 0), planarconfig="separate")

    assert np.array_equal(read_picture(path, wanted=PictureFormat(6, 16)), SIX)


def test_colour_of_16_bits_keeps_them(tmp_path: Path, tifffile: ModuleType) -> None:
    path = written(tifffile, tmp_path / "a.tif", SIX[..., :3], photometric="rgb")

    assert np.array_equal(read_picture(path, wanted=PictureFormat(3, 16)), SIX[..., :3])
    assert np.array_equal(read_picture(path), SIX[..., :3] >> 8)


def test_a_fourth_band_counts_where_it_is_no_alpha_channel(tmp_path: Path, tifffile: ModuleType) -> None:
    samples = (SIX[..., :4] >> 8).astype(np.uint8)
    kinds = {"unspecified": 4, "unassalpha": 3}
    for kind, channels in kinds.items():
        path = written(tifffile, tmp_path / f"{kind}.tif", samples, photometric="rgb", extrasamples=[kind])
        assert open_picture(path).stored == PictureFormat(channels, 8)
        assert np.array_equal(read_picture(path, wanted=PictureFormat(4, 8)), samples)


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "LA", "P", "CMYK", "1", "I;16"])
def test_what_pillow_holds_needs_no_package(mode: str) -> None:
    content = BytesIO()
    Image.new(mode, (3, 2)).save(content, "TIFF")

    header = read_tiff_header(content.getvalue())

    assert (header.height, header.width) == (2, 3)
    assert not header.needs_tifffile


def test_a_missing_package_is_named_with_what_to_install(
    tmp_path: Path, tifffile: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tifffile, tmp_path / "a.tif", SIX)

    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(tiff_pictures, "import_module", missing)
    with pytest.raises(FileFault, match=r"6 bands of 16 bits.*pip install 'segscope\[tiff\]'") as caught:
        read_picture(path, wanted=PictureFormat(6, 16))

    assert caught.value.code == "missing-package"


def test_other_numbers_are_named(tmp_path: Path, tifffile: ModuleType) -> None:
    path = written(tifffile, tmp_path / "a.tif", SIX.astype(np.float32))

    with pytest.raises(FileFault, match="bands hold values of 32 bits that are not unsigned whole"):
        read_picture(path, wanted=PictureFormat(6, 16))


def test_pages_are_several_pictures(tmp_path: Path, tifffile: ModuleType) -> None:
    path = tmp_path / "a.tif"
    with tifffile.TiffWriter(path) as file:
        for _ in range(2):
            file.write(SIX, photometric="minisblack", planarconfig="contig")

    with pytest.raises(FileFault, match="several pictures"):
        read_picture(path, wanted=PictureFormat(6, 16))


def test_bytes_at_random_never_raise_anything_else(tmp_path: Path, tifffile: ModuleType) -> None:
    whole = written(tifffile, tmp_path / "a.tif", SIX, compression="zlib").read_bytes()
    rng = np.random.default_rng(3)
    for number in range(150):
        damaged = bytearray(whole)
        for position in rng.integers(0, len(whole), 4):
            damaged[position] = rng.integers(0, 256)
        path = tmp_path / f"{number}.tif"
        path.write_bytes(bytes(damaged[: rng.integers(1, len(whole) + 1)]))
        with suppress(FileFault):
            assert read_picture(path, wanted=PictureFormat(6, 16)).shape[2] == 6
