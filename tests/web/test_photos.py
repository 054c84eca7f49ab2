"""Photos: encoded anew, turned as readers turn them, and refused where they are none."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from segscope.data.picture_view import rgb_view
from tests.data.corpus.raw_tiff import tiff
from tests.web.workspaces import decoded, one_picture, serving


def test_nothing_but_pixels_leaves_the_server(tmp_path: Path) -> None:
    path = tmp_path / "phone.jpg"
    picture = Image.fromarray(np.random.default_rng(0).integers(0, 256, (40, 60, 3), dtype=np.uint8))
    exif = picture.getexif()
    exif[0x010F], exif[0x8825] = "SECRETPHONE", {1: "N", 2: (37.0, 33.0, 59.0)}
    picture.save(path, exif=exif, comment=b"SECRETCOMMENT", quality=95)
    assert b"SECRETPHONE" in path.read_bytes()
    with serving(tmp_path / "w") as served:
        run, _ = one_picture(served, path, (40, 60))
        for size in (None, 32):
            asked = {} if size is None else {"size": size}
            answer = served.answer(f"/runs/{run.id}/samples/picture", split="val", sample="하나 / 1", **asked)
            assert answer.status_code == 200
            assert b"SECRET" not in answer.content
            with Image.open(io.BytesIO(answer.content)) as sent:
                assert (sent.mode, max(sent.size)) == ("RGB", size or 60)
                assert not sent.getexif()


@pytest.mark.parametrize(
    ("orientation", "label_size"), [(1, (40, 60)), (3, (40, 60)), (6, (60, 40)), (6, (40, 60)), (8, (60, 40))]
)
def test_photos_are_turned_as_the_readers_turn_them(
    tmp_path: Path, orientation: int, label_size: tuple[int, int]
) -> None:
    path = tmp_path / "a.jpg"
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.new("RGB", (60, 40), (10, 200, 30)).save(path, exif=exif)
    with serving(tmp_path / "w") as served:
        run, _ = one_picture(served, path, label_size)
        answer = served.answer(f"/runs/{run.id}/samples/picture", split="val", sample="하나 / 1")
        assert decoded(answer.content).shape[:2] == label_size


def test_pictures_of_sixteen_bits_and_six_channels_are_shown(tmp_path: Path) -> None:
    bands = np.random.default_rng(0).integers(0, 9000, (30, 40, 6), dtype=np.uint16)
    path = tmp_path / "satellite.tif"
    tifffile.imwrite(path, bands, photometric="minisblack", planarconfig="contig")
    with serving(tmp_path / "w") as served:
        run, address = one_picture(served, path, (30, 40))
        answer = served.answer(f"/runs/{run.id}/samples/picture", split="val", sample="하나 / 1")
        assert answer.headers["content-type"] == "image/png"
        np.testing.assert_array_equal(decoded(answer.content), rgb_view(bands))
        assert served.answer(f"{address}/thumbnail", sample="하나 / 1").status_code == 200


def test_large_photos_are_sent_with_little_loss(tmp_path: Path) -> None:
    smooth = np.linspace(0, 255, 1200 * 1100 * 3).reshape(1100, 1200, 3).astype(np.uint8)
    Image.fromarray(smooth).save(tmp_path / "a.png")
    with serving(tmp_path / "w") as served:
        run, _ = one_picture(served, tmp_path / "a.png")
        answer = served.answer(f"/runs/{run.id}/samples/picture", split="val", sample="하나 / 1")
        assert answer.headers["content-type"] == "image/jpeg"
        assert np.abs(decoded(answer.content).astype(int) - smooth).max() < 12


def test_another_file_in_the_same_place_is_another_photo(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    with serving(tmp_path / "w") as served:
        run, _ = one_picture(served, path)
        for colour in ((255, 0, 0), (0, 0, 255)):
            Image.new("RGB", (8, 6), colour).save(path)
            answer = served.answer(f"/runs/{run.id}/samples/picture", split="val", sample="하나 / 1")
            assert tuple(decoded(answer.content)[0, 0]) == colour


def test_bombs_and_what_is_no_picture_are_refused(tmp_path: Path) -> None:
    bomb, text, folder, bands = (tmp_path / f"{name}.png" for name in ("bomb", "secret", "folder", "bands"))
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    made = (
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )
    bomb.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(made))
    text.write_text("root:x:0:0")
    one, many = (struct.pack("<HHII", 277, 3, 1, samples) for samples in (1, 64))
    bands.write_bytes(tiff(bytes(64), 9000, 9000, bits=16).replace(one, many))
    folder.mkdir()
    with serving(tmp_path / "w") as served:
        expected = {
            bomb: (422, "pixels"),
            text: (422, "no PNG"),
            folder: (404, "no longer"),
            bands: (422, "large"),
        }
        for path, (status, words) in expected.items():
            run, address = one_picture(served, path)
            query = {"split": "val", "sample": "하나 / 1"}
            answer = served.answer(f"/runs/{run.id}/samples/picture", **query)
            assert answer.status_code == status
            assert words in answer.json()["message"]
            assert "root:x" not in answer.text
            assert served.answer(f"{address}/thumbnail", sample="하나 / 1").status_code == 200


def test_a_path_that_no_system_takes_is_a_picture_that_is_gone(tmp_path: Path) -> None:
    with serving(tmp_path / "w") as served:
        run, address = one_picture(served, Path("/" + "길" * 300))
        served.refusal(404, f"/runs/{run.id}/samples/picture", split="val", sample="하나 / 1")
        layers = served.get(f"{address}/picture", sample="하나 / 1")["layers"]
        assert [layer["available"] for layer in layers] == [False, True, True, False]
