"""Colour masks are decoded by the class file's colours, exactly."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from segscope.config.class_file import ClassFile
from segscope.data.colour_masks import ColourMasks
from segscope.data.faults import FileFault
from segscope.data.mask_folder import MaskFolder
from segscope.data.open import open_dataset
from segscope.engine.class_set import ClassSet
from segscope.errors import ConfigError, DataError
from tests.data.corpus.raw_png import PALETTE, RGB, palette, png
from tests.data.folders import ids_like, write_folder

COLOURS = ((0, 0, 0), (128, 64, 128), (0, 0, 142), (220, 20, 60))
CLASSES = ClassFile(ClassSet(("a", "b", "c", "d"), colours=COLOURS), has_colours=True)
Colours = tuple[tuple[int, int, int], ...]


def write_colours(root: Path, ids: np.ndarray, colours: Colours = COLOURS) -> None:
    """Replace the mask of the sample ``a`` by its colours."""
    write_folder(root, {"train": {"a": ids}}, class_text=None)
    (root / "train/masks/a.png").write_bytes(png(np.array(colours, np.uint8)[ids], 8, RGB))


@given(
    colours=st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=2, max_size=12, unique=True),
    seed=st.integers(0, 9),
)
@settings(max_examples=15, deadline=None)
def test_any_colours_come_back_as_indices(colours: list[tuple[int, int, int]], seed: int) -> None:
    # One more colour stands for ignored pixels.
    *named, ignored = colours
    class_set = ClassSet(tuple(map(str, named)), colours=tuple(named))
    truth = np.random.default_rng(seed).integers(0, len(colours), (7, 9))
    class_file = ClassFile(class_set, has_colours=True, ignore_colour=ignored)
    with tempfile.TemporaryDirectory() as folder:
        write_colours(Path(folder), truth, tuple(colours))
        dataset = open_dataset(folder, classes=class_file)
        label_map = dataset.read_label_map(dataset.samples["train"][0])

    assert np.array_equal(label_map, np.where(truth == len(named), class_set.ignore, truth))


@pytest.mark.parametrize("count", [254, 255, 256, 300])
def test_hundreds_of_classes_keep_their_indices(count: int, tmp_path: Path) -> None:
    colours = tuple((index & 255, index >> 8, 77) for index in range(count))
    truth = np.arange(count, dtype=np.uint16).reshape(1, -1)
    write_colours(tmp_path, truth, colours)
    class_file = ClassFile(ClassSet(tuple(map(str, range(count))), colours=colours), has_colours=True)

    dataset = open_dataset(tmp_path, classes=class_file)

    assert np.array_equal(dataset.read_label_map(dataset.samples["train"][0]), truth)


def test_a_colour_of_no_class_is_refused_with_its_pixels(tmp_path: Path) -> None:
    write_colours(tmp_path, ids_like(1))
    mask = np.array(Image.open(tmp_path / "train/masks/a.png"))
    mask[3, :5] = (128, 64, 129)
    Image.fromarray(mask).save(tmp_path / "train/masks/a.png")
    dataset = open_dataset(tmp_path, classes=CLASSES)

    with pytest.raises(FileFault, match=r"a\.png: 5 pixels .* #804081 \(5 px\)") as caught:
        dataset.read_label_map(dataset.samples["train"][0])

    assert caught.value.code == "off-palette"


def test_opaque_alpha_and_palettes_make_no_difference(tmp_path: Path) -> None:
    truth = ids_like(1)
    write_colours(tmp_path, truth)
    mask = Image.open(tmp_path / "train/masks/a.png")
    shuffled = [2, 0, 3, 1]
    for content in (mask.convert("RGBA"), None):
        if content is not None:
            content.save(tmp_path / "train/masks/a.png")
        else:
            # An optimiser may store colours as a palette in any order; the colours still count.
            order = [COLOURS[index] for index in shuffled]
            places = np.argsort(shuffled)[truth]
            (tmp_path / "train/masks/a.png").write_bytes(png(places, 8, PALETTE, palette(order)))
        dataset = open_dataset(tmp_path, classes=CLASSES)
        assert isinstance(dataset, ColourMasks)
        assert np.array_equal(dataset.read_label_map(dataset.samples["train"][0]), truth)


def test_index_masks_stay_index_masks_though_the_class_file_has_colours(tmp_path: Path) -> None:
    write_folder(tmp_path, {"train": {"a": ids_like(1)}}, class_text=None)

    dataset = open_dataset(tmp_path, classes=CLASSES)

    assert isinstance(dataset, MaskFolder)
    assert np.array_equal(dataset.read_label_map(dataset.samples["train"][0]), ids_like(1))


def test_a_palette_with_other_colours_is_an_index_mask(tmp_path: Path) -> None:
    write_folder(tmp_path, {"train": {"a": ids_like(1)}}, class_text=None)
    decoration = [(9, 9, 9), (8, 8, 8), (7, 7, 7), (6, 6, 6)]
    (tmp_path / "train/masks/a.png").write_bytes(png(ids_like(1), 8, PALETTE, palette(decoration)))

    dataset = open_dataset(tmp_path, classes=CLASSES)

    assert np.array_equal(dataset.read_label_map(dataset.samples["train"][0]), ids_like(1))


def test_black_masks_do_not_outvote_the_colours(tmp_path: Path) -> None:
    empty = np.zeros((8, 8), np.uint8)
    write_folder(tmp_path, {"train": dict.fromkeys("abcdefg", empty)}, class_text=None)
    for name in "abcdefg":
        truth = empty if name != "c" else np.eye(8, dtype=np.uint8)
        content = png(np.array(COLOURS, np.uint8)[truth], 8, RGB)
        (tmp_path / f"train/masks/{name}.png").write_bytes(content)

    dataset = open_dataset(tmp_path, classes=CLASSES)

    label_maps = [dataset.read_label_map(sample) for sample in dataset.samples["train"]]
    assert [int(label_map.sum()) for label_map in label_maps] == [0, 0, 8, 0, 0, 0, 0]


def test_grey_can_be_a_colour(tmp_path: Path) -> None:
    greys = ((0, 0, 0), (85, 85, 85), (170, 170, 170), (255, 255, 255))
    write_colours(tmp_path, ids_like(1), greys)
    class_file = ClassFile(ClassSet(("a", "b", "c", "d"), colours=greys), has_colours=True)

    dataset = open_dataset(tmp_path, classes=class_file)

    assert np.array_equal(dataset.read_label_map(dataset.samples["train"][0]), ids_like(1))


def test_colour_masks_need_colours(tmp_path: Path) -> None:
    write_colours(tmp_path, ids_like(1))

    with pytest.raises(DataError, match=r"masks hold colours.*`colour:"):
        open_dataset(tmp_path, classes=ClassFile(ClassSet(("a", "b", "c", "d"))))


def test_one_colour_for_two_classes_is_refused_with_both_names(tmp_path: Path) -> None:
    write_colours(tmp_path, ids_like(1))
    class_set = ClassSet(("a", "b", "c", "Paper", "Card"), colours=(*COLOURS, COLOURS[3]))

    with pytest.raises(ConfigError, match=r"#dc143c is both the colour of class 'Paper' and of class 'Card'"):
        open_dataset(tmp_path, classes=ClassFile(class_set, has_colours=True))


def test_an_ignore_colour_that_is_a_class_is_refused(tmp_path: Path) -> None:
    write_colours(tmp_path, ids_like(1))

    with pytest.raises(ConfigError, match=r"#804080 is both the colour of class 'b' and the `ignore_colour`"):
        open_dataset(
            tmp_path, classes=ClassFile(CLASSES.class_set, has_colours=True, ignore_colour=COLOURS[1])
        )


def test_index_masks_may_be_shown_in_shared_colours(tmp_path: Path) -> None:
    write_folder(tmp_path, {"train": {"a": ids_like(1)}}, class_text=None)
    shared = ClassSet(("a", "b", "c", "d"), colours=((0, 0, 0), *[(9, 9, 9)] * 3))

    dataset = open_dataset(tmp_path, classes=ClassFile(shared, has_colours=True))

    assert np.array_equal(dataset.read_label_map(dataset.samples["train"][0]), ids_like(1))
