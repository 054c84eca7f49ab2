"""Masks give the ids that were written into them, or a named fault; never other ids."""

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from segscope.data.faults import FileFault
from segscope.data.mask_files import mask_kind, read_colour_codes, read_index_mask
from tests.data.corpus.mask_cases import (
    COLOURS,
    IDS,
    MaskCase,
    damaged_masks,
    good_masks,
    masks_without_ids,
)
from tests.data.corpus.raw_png import PALETTE, RGB, palette, png

BAD = [*damaged_masks(), *(case for case in masks_without_ids() if case.code != "foreign-ids")]


@pytest.mark.parametrize("case", list(good_masks()), ids=lambda case: case.name)
def test_gives_the_ids_that_were_written(case: MaskCase, tmp_path: Path) -> None:
    path = tmp_path / case.file_name
    path.write_bytes(case.content)

    ids = read_index_mask(path)

    assert ids.dtype in (np.uint8, np.uint16, np.int32)
    assert case.ids is not None
    assert np.array_equal(ids, case.ids)


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_names_what_is_wrong_with_a_file(case: MaskCase, tmp_path: Path) -> None:
    path = tmp_path / case.file_name
    path.write_bytes(case.content)

    with pytest.raises(FileFault) as caught:
        read_index_mask(path)

    assert caught.value.code == case.code
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_a_sign_is_not_lost(tmp_path: Path) -> None:
    (case,) = (case for case in masks_without_ids() if case.name == "tiff-negative")
    path = tmp_path / case.file_name
    path.write_bytes(case.content)

    assert np.array_equal(read_index_mask(path), IDS.astype(int) - 1)


@pytest.mark.parametrize("bit", range(0, 8 * 16, 5))
def test_no_flipped_bit_of_the_pixel_data_gives_other_ids(bit: int, tmp_path: Path) -> None:
    whole = bytearray(png(IDS))
    start = whole.index(b"IDAT") + 4
    whole[start + bit // 8] ^= 1 << bit % 8
    path = tmp_path / "a.png"
    path.write_bytes(whole)

    with pytest.raises(FileFault, match="checksum"):
        read_index_mask(path)


@pytest.mark.parametrize("kind", ["rgb", "palette"])
def test_colour_codes_are_the_colours_in_the_file(kind: str, tmp_path: Path) -> None:
    colours = np.array(COLOURS, np.uint8)[IDS]
    path = tmp_path / "a.png"
    path.write_bytes(png(colours, 8, RGB) if kind == "rgb" else png(IDS, 2, PALETTE, palette(COLOURS)))

    codes = read_colour_codes(path)

    expected = [[r << 16 | g << 8 | b for r, g, b in row] for row in colours.tolist()]
    assert codes.tolist() == expected


def test_tells_colours_from_ids(tmp_path: Path) -> None:
    colours = np.array(COLOURS, np.uint8)[IDS]
    (tmp_path / "index.png").write_bytes(png(IDS))
    (tmp_path / "colour.png").write_bytes(png(colours, 8, RGB))
    (tmp_path / "palette.png").write_bytes(png(IDS, 8, PALETTE, palette(COLOURS)))

    assert mask_kind(tmp_path / "index.png") == ("index", frozenset({0, 1, 2, 3}))
    packed = frozenset({0x0A141E, 0xC80000, 0x00C800, 0x0000C8})
    assert mask_kind(tmp_path / "colour.png") == ("colour", packed)
    assert mask_kind(tmp_path / "palette.png") == ("palette", packed)


def _mutant(content: bytes, rng: np.random.Generator) -> bytes:
    """Flip bits, cut, or take a piece out."""
    data = bytearray(content)
    kind = rng.integers(0, 3)
    start, end = sorted(rng.integers(0, len(data), 2))
    if kind == 0:
        for position in rng.integers(0, len(data), rng.integers(1, 6)):
            data[position] ^= 1 << int(rng.integers(0, 8))
    elif kind == 1:
        del data[start:]
    else:
        del data[start:end]
    return bytes(data)


def test_a_mutant_of_a_png_is_refused_or_holds_the_very_ids(tmp_path: Path) -> None:
    rng = np.random.default_rng(20)
    sources = [png(IDS), png(IDS, 2), png(IDS, 8, PALETTE, palette(COLOURS)), png(IDS.astype(np.uint16), 16)]
    path = tmp_path / "a.png"
    for number in range(600):
        path.write_bytes(_mutant(sources[number % len(sources)], rng))
        with suppress(FileFault):
            assert np.array_equal(read_index_mask(path), IDS)
