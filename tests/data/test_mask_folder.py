"""Index masks become label maps of class indices, whatever their ids."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from segscope.config.class_file import ClassFile
from segscope.data.faults import ForeignIdsFault
from segscope.data.open import open_dataset
from segscope.engine.class_set import ClassSet
from segscope.errors import LabelMapError
from tests.data.folders import ids_like, write_folder


@given(
    ids=st.lists(st.integers(0, 65535), min_size=1, max_size=300, unique=True),
    with_ignore=st.booleans(),
    seed=st.integers(0, 9),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_ids_come_back_as_indices(ids: list[int], with_ignore: bool, seed: int) -> None:
    ignore_id = next(v for v in range(65536) if v not in set(ids)) if with_ignore else None
    class_set = ClassSet(tuple(map(str, ids)), ids=tuple(ids), ignore_id=ignore_id)
    truth = np.random.default_rng(seed).integers(0, len(ids) + with_ignore, (7, 9))
    stored = np.array([*ids, *([ignore_id] if with_ignore else [])])[truth]
    mask = stored.astype(np.uint8 if stored.max() < 256 else np.uint16)
    with tempfile.TemporaryDirectory() as folder:
        root = write_folder(Path(folder), {"train": {"a": mask}}, class_text=None)
        dataset = open_dataset(root, classes=ClassFile(class_set))
        label_map = dataset.read_label_map(dataset.samples["train"][0])

    assert label_map.dtype == class_set.dtype
    expected = np.where(truth == len(ids), class_set.ignore, truth)
    assert np.array_equal(label_map, expected)
    assert np.array_equal(class_set.decode(label_map), stored)


def test_a_foreign_id_is_refused_with_its_pixels(tmp_path: Path) -> None:
    mask = ids_like(1)
    mask[5, :6] = 9
    write_folder(tmp_path, {"train": {"a": mask}})
    dataset = open_dataset(tmp_path)

    with pytest.raises(
        ForeignIdsFault, match=r"a\.png: ids outside the class set: 9 \(6 px\).*--ignore"
    ) as caught:
        dataset.read_label_map(dataset.samples["train"][0])

    assert isinstance(caught.value, LabelMapError)
    assert caught.value.foreign == (9,)
    values, pixels = np.unique(mask, return_counts=True)
    assert caught.value.counts == dict(zip(values.tolist(), pixels.tolist(), strict=True))


def test_the_ignore_option_goes_before_the_class_file(tmp_path: Path) -> None:
    mask = ids_like(1)
    mask[5, :6] = 9
    write_folder(tmp_path, {"train": {"a": mask}}, "Background\nPaper\nMetal\nGlass\nignore: 200\n")

    dataset = open_dataset(tmp_path, ignore=9)

    label_map = dataset.read_label_map(dataset.samples["train"][0])
    assert dataset.class_set.ignore_id == 9
    assert np.array_equal(label_map == dataset.class_set.ignore, mask == 9)


def test_a_picture_is_turned_to_its_mask_by_exif_only(tmp_path: Path) -> None:
    write_folder(tmp_path, {"train": {"a": ids_like(1, (20, 10))}})
    (tmp_path / "train/images/a.png").unlink()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (20, 10)).save(tmp_path / "train/images/a.jpg", exif=exif)
    dataset = open_dataset(tmp_path)
    (sample,) = dataset.samples["train"]

    assert dataset.read_image(sample).shape == (20, 10, 3)
    Image.fromarray(ids_like(1, (10, 20))).save(tmp_path / "train/masks/a.png")
    assert dataset.read_image(sample).shape == (10, 20, 3)


def test_camvid_is_read_as_pillow_reads_it(camvid: Path) -> None:
    dataset = open_dataset(camvid, ignore=11)

    assert {split: len(samples) for split, samples in dataset.samples.items()} == {"train": 367, "val": 101}
    assert {s.group for s in dataset.samples["train"]} == {"0001TP", "0006R0", "0016E5"}
    assert {s.group for s in dataset.samples["val"]} == {"0016E5"}
    for sample in dataset.samples["val"][::20]:
        stored = np.asarray(Image.open(camvid / "val/masks" / f"{sample.id}.png"))
        label_map = dataset.read_label_map(sample)
        assert np.array_equal(label_map, np.where(stored == 11, 255, stored))
        photo = np.asarray(Image.open(camvid / "val/images" / f"{sample.id}.jpg").convert("RGB"))
        assert np.array_equal(dataset.read_image(sample), photo)
