"""What was planted into a data set is found, with file and remedy; and nothing else is."""

import hashlib
import io
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from scipy import ndimage

from segscope.data.check import CheckReport, check_dataset
from segscope.data.finding import Severity
from segscope.data.open import open_dataset
from segscope.data.recycling import write_recycling
from tests.data.check.plants import PLANTS
from tests.data.corpus.mask_cases import damaged_masks, masks_without_ids
from tests.data.folders import CLASS_TEXT, ids_like, picture_like, write_folder

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def checked(root: Path, **options: Any) -> CheckReport:
    return check_dataset(open_dataset(root, **options))


def found(report: CheckReport) -> list[tuple[str, str]]:
    return [(finding.severity.value, finding.code) for finding in report.findings]


def test_a_sound_data_set_has_no_finding_and_right_figures(tmp_path: Path) -> None:
    report = checked(write_folder(tmp_path))

    assert report.findings == ()
    assert not report.has_errors
    masks = [ids_like(seed) for seed in range(3)]
    train = report.splits[0]
    assert (train.name, train.images, train.labelled, train.pixels) == ("train", 3, 3, 3 * 24 * 32)
    assert train.sizes == ((24, 32, 3),)
    eight = np.ones((3, 3))
    for value, one in enumerate(train.classes):
        assert one.name == CLASS_TEXT.split()[value]
        per_mask = [int((mask == value).sum()) for mask in masks]
        assert (one.pixels, one.images) == (sum(per_mask), sum(count > 0 for count in per_mask))
        assert one.objects == sum(ndimage.label(mask == value, eight)[1] for mask in masks)
        assert one.example == f"t{int(np.argmax(per_mask))}"


def test_the_report_is_plain_json(tmp_path: Path) -> None:
    write_folder(tmp_path)
    (tmp_path / "train/masks/t0.png").unlink()

    report = checked(tmp_path)

    content = json.loads(json.dumps(report.to_dict(), allow_nan=False))
    assert content["has_errors"] is True
    assert content["splits"][1]["classes"][2]["name"] == "Metal"
    assert [finding["code"] for finding in content["findings"]] == ["missing-mask"]


def test_progress_counts_every_sample_once(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []

    dataset = open_dataset(write_folder(tmp_path))
    check_dataset(dataset, progress=lambda done, total: steps.append((done, total)), threads=3)

    assert steps == [(done, 6) for done in range(1, 7)]


@pytest.mark.parametrize("name", PLANTS)
def test_what_was_planted_is_found(name: str, tmp_path: Path) -> None:
    plant = PLANTS[name]
    write_folder(tmp_path, class_text=plant.classes)
    plant.spoil(tmp_path)

    report = checked(tmp_path, **({"ignore": 200} if name == "all-ignored" else {}))

    (finding, *others) = [finding for finding in report.findings if finding.code == plant.code]
    assert finding.severity is plant.severity
    assert report.has_errors == (plant.severity is ERROR)
    assert re.search(plant.says, finding.message), finding.message
    assert plant.remedy in finding.remedy
    assert plant.file in " ".join(finding.files)
    # Where an id is wrong, masks are left out of the figures, so that classes may be missed on top.
    assert {f.code for f in report.findings} <= {plant.code, "absent-class"}
    assert len(others) <= (plant.code == "absent-class")


def test_masks_of_background_alone_are_named(tmp_path: Path) -> None:
    write_folder(tmp_path, class_text=None)
    text = "classes:\n- {name: Background, role: background}\n- {name: a}\n- {name: b}\n- {name: c}\n"
    (tmp_path / "classes.yaml").write_text(text, encoding="utf-8")
    Image.fromarray(np.zeros((24, 32), np.uint8)).save(tmp_path / "train/masks/t1.png")

    (finding,) = checked(tmp_path).findings

    assert (finding.code, finding.severity) == ("near-empty-mask", WARNING)
    assert finding.files == ("train/masks/t1.png",)
    assert "nothing but Background" in finding.message


WITH_ROLE = "classes:\n- {name: Nothing, role: background}\n- {name: a}\n- {name: b}\n- {name: c}\n"
CALLED_BACKGROUND = "classes: [a, b, background, c]\n"
WITHOUT_ROLE = "classes: [Floor, a, b, c]\n"


@pytest.mark.parametrize(
    ("classes", "filled_with", "pixels_of_others", "says"),
    [
        (WITH_ROLE, 0, 2, "1 mask shows nothing but Nothing in 99.9 % of the pixels or more."),
        (WITH_ROLE, 0, 3, None),
        (WITH_ROLE, 1, 0, None),
        (CALLED_BACKGROUND, 2, 0, "1 mask shows nothing but background."),
        (CALLED_BACKGROUND, 2, 1, None),
        (CALLED_BACKGROUND, 0, 0, None),
        (WITHOUT_ROLE, 0, 0, "1 mask shows nothing but Floor."),
        (WITHOUT_ROLE, 0, 1, None),
        (WITHOUT_ROLE, 3, 0, None),
    ],
)
def test_near_empty_masks_are_told_from_full_ones(
    classes: str, filled_with: int, pixels_of_others: int, says: str | None, tmp_path: Path
) -> None:
    mask = np.full((40, 50), filled_with, np.uint8)
    mask[7, :pixels_of_others] = 3
    masks = {"train": {f"t{i}": ids_like(i) for i in range(3)} | {"planted": mask}}
    write_folder(tmp_path, masks, class_text=None)
    (tmp_path / "classes.yaml").write_text(classes, encoding="utf-8")

    findings = checked(tmp_path).findings

    assert [finding.message for finding in findings] == ([says] if says else [])
    assert all(finding.files == ("train/masks/planted.png",) for finding in findings)


def test_ignored_pixels_do_not_make_a_mask_less_empty(tmp_path: Path) -> None:
    mask = np.zeros((24, 32), np.uint8)
    mask[:12] = 200
    masks = {"train": {"t0": ids_like(0), "planted": mask}}
    write_folder(tmp_path, masks)

    (finding,) = checked(tmp_path, ignore=200).findings

    assert finding.files == ("train/masks/planted.png",)


def _comment(text: str) -> PngInfo:
    """Make files of equal pixels differ."""
    info = PngInfo()
    info.add_text("comment", text)
    return info


def test_a_fixed_camera_gives_a_line_a_picture_not_one_a_pair(tmp_path: Path) -> None:
    splits = ("train", "val")
    write_folder(tmp_path, {split: {f"{split}{i}": ids_like(i) for i in range(6)} for split in splits})
    scene = picture_like(3).astype(np.int16)
    for number, path in enumerate(sorted(tmp_path.rglob("images/*.png"))):
        brighter = Image.fromarray(np.clip(scene + number % 3, 0, 255).astype(np.uint8))
        brighter.save(path, pnginfo=_comment(f"picture {number}"))

    (finding,) = [one for one in checked(tmp_path).findings if one.code == "near-duplicate"]

    assert len(finding.files) == 6
    assert finding.message.startswith("6 pairs of pictures in two splits (train and val; 36 pairs with every")


def test_the_report_hands_over_each_picture_files_sha256(tmp_path: Path) -> None:
    write_folder(tmp_path)
    (tmp_path / "train/images/t1.png").write_bytes(b"broken")

    report = checked(tmp_path)

    expected = {
        (path.parts[-3], path.stem): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in tmp_path.rglob("images/*.png")
        if path.stem != "t1"
    }
    assert report.image_hashes == expected
    assert "image_hashes" not in report.to_dict()


@pytest.mark.parametrize("case", [*damaged_masks(), *masks_without_ids()], ids=lambda case: case.name)
def test_a_bad_mask_is_named_and_stops_nothing(case: Any, tmp_path: Path) -> None:
    write_folder(tmp_path)
    (tmp_path / "train/masks/t1.png").unlink()
    bad = Path(case.file_name).with_stem("t1").name
    (tmp_path / "train/masks" / bad).write_bytes(case.content)

    report = checked(tmp_path)

    assert ("error", case.code) in found(report)
    (finding,) = [finding for finding in report.findings if finding.code == case.code]
    assert finding.files == (f"train/masks/{bad}",)
    assert [split.labelled for split in report.splits] == [2, 3]


@pytest.mark.parametrize("content", [b"", b"<html>", "cut"], ids=str)
def test_a_bad_picture_is_named_and_stops_nothing(content: bytes | str, tmp_path: Path) -> None:
    write_folder(tmp_path)
    path = tmp_path / "train/images/t1.png"
    path.write_bytes(path.read_bytes()[:-40] if isinstance(content, str) else content)

    report = checked(tmp_path)

    assert found(report) == [("error", "unreadable-file")]
    assert report.findings[0].files == ("train/images/t1.png",)
    assert [split.images for split in report.splits] == [3, 3]


def test_equal_damage_is_one_finding(tmp_path: Path) -> None:
    write_folder(tmp_path, {"train": {f"t{i}": ids_like(i) for i in range(8)}})
    for index in range(6):
        buffer = io.BytesIO()
        Image.fromarray(picture_like(index)).save(buffer, "JPEG")
        (tmp_path / f"train/masks/t{index}.png").write_bytes(buffer.getvalue())

    (finding,) = [f for f in checked(tmp_path).findings if f.severity is ERROR]

    assert finding.code == "lossy-mask"
    assert len(finding.files) == 6


def test_many_shared_groups_are_one_finding(tmp_path: Path) -> None:
    masks = {split: {f"g{i}_{split}": ids_like(i) for i in range(9)} for split in ("train", "val")}
    write_folder(tmp_path, masks)

    (finding,) = [finding for finding in checked(tmp_path).findings if finding.code == "same-group"]

    assert finding.message.startswith("9 groups are in train (9 pictures) and val (9 pictures) (g0, g1,")
    assert finding.files[:2] == ("train/images/g0_train.png", "val/images/g0_val.png")
    assert len(finding.files) == 18


def test_nothing_usable_is_an_error_not_a_crash(tmp_path: Path) -> None:
    write_folder(tmp_path)
    for path in tmp_path.rglob("images/*.png"):
        path.unlink()

    report = checked(tmp_path)

    assert {"missing-image", "empty-split", "empty-dataset"} <= {code for _, code in found(report)}


def test_one_picture_is_enough(tmp_path: Path) -> None:
    report = checked(write_folder(tmp_path, {"train": {"a": ids_like(1)}}))

    assert report.findings == ()
    assert report.splits[0].images == 1


def test_camvids_shared_sequence_is_found_and_nothing_else(camvid: Path) -> None:
    report = checked(camvid, ignore=11)

    (finding,) = report.findings
    assert (finding.code, finding.severity) == ("same-group", WARNING)
    assert finding.message.startswith("Group 0016E5 is in train (204 pictures) and val (101 pictures)")
    ignored = sum(int((np.asarray(Image.open(path)) == 11).sum()) for path in camvid.rglob("masks/*.png"))
    assert sum(split.ignored_pixels for split in report.splits) == ignored


def test_the_recycling_sample_set_holds_no_near_empty_mask(tmp_path: Path) -> None:
    write_recycling(tmp_path / "data", images=24, val_images=8, size=96)

    codes = {code for _, code in found(checked(tmp_path / "data", cache_dir=tmp_path / "cache"))}

    assert "near-empty-mask" not in codes


def test_camvid_without_its_ignore_id_is_told_the_option(camvid: Path, tmp_path: Path) -> None:
    for folder in ("images", "masks"):
        (tmp_path / "val" / folder).mkdir(parents=True)
        for path in sorted((camvid / "val" / folder).iterdir())[:6]:
            (tmp_path / "val" / folder / path.name).symlink_to(path)
    (tmp_path / "classes.txt").symlink_to(camvid / "classes.txt")

    (finding,) = [f for f in checked(tmp_path).findings if f.severity is ERROR]

    assert finding.code == "foreign-ids"
    assert "--ignore 11" in finding.remedy
    assert "CamVid" in finding.message


def _black_and_white(root: Path, splits: tuple[str, ...]) -> None:
    for split in splits:
        for path in (root / split / "masks").glob("*.png"):
            Image.fromarray((np.array(Image.open(path)) > 1).astype(np.uint8) * 255).save(path)


@pytest.mark.parametrize("splits", [("train",), ("train", "val")])
def test_a_foreground_of_255_is_not_ignored_because_255_was_called_the_ignore_id(
    splits: tuple[str, ...], tmp_path: Path
) -> None:
    _black_and_white(write_folder(tmp_path), splits)

    report = checked(tmp_path, ignore=255)

    (finding,) = [finding for finding in report.findings if finding.code == "binary-mask"]
    assert finding.severity is ERROR
    assert f"{3 * len(splits)} of 6 masks" in finding.message


def test_ignored_borders_of_a_picture_without_objects_are_no_foreground(tmp_path: Path) -> None:
    write_folder(tmp_path)
    for path in tmp_path.rglob("masks/*.png"):
        ids = np.array(Image.open(path))
        ids[:2] = 255
        if path.name == "t1.png":  # background and an ignored border alone
            ids[2:] = 0
        Image.fromarray(ids).save(path)

    assert "binary-mask" not in [code for _, code in found(checked(tmp_path, ignore=255))]
