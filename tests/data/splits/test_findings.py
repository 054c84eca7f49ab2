"""What a division's findings say."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from segscope.data.open import open_dataset
from segscope.data.splits import divide
from segscope.data.splits.findings import division_findings
from tests.data.folders import ids_like, write_folder


def findings(folder: Path, names: dict[str, NDArray[np.uint8]], method: str, folds: int) -> dict[str, str]:
    data = open_dataset(write_folder(folder, {"train": names}))
    found = division_findings(divide(data, method, {"folds": folds}))
    return {one.code: one.message for one in found}


def test_a_sound_division_has_none(tmp_path: Path) -> None:
    names = {f"s{scene}_{frame}": ids_like(scene + 9 * frame) for scene in range(6) for frame in range(2)}
    assert findings(tmp_path, names, "stratified-group", 3) == {}


def test_unknown_and_torn_groups_are_told(tmp_path: Path) -> None:
    names = {f"{index}": ids_like(index) for index in range(8)}
    assert "No groups are known" in findings(tmp_path / "a", names, "k-fold", 2)["no-groups"]

    names = {f"s{scene}_{frame}": ids_like(scene + 9 * frame) for scene in range(2) for frame in range(8)}
    torn = findings(tmp_path / "b", names, "k-fold", 4)["torn-group"]
    assert "2 of 2 groups stand in several folds (s0, s1)" in torn


def test_a_group_too_large_for_a_fold_is_named(tmp_path: Path) -> None:
    names = {f"big_{index}": ids_like(index) for index in range(6)}
    names |= {f"{name}_{index}": ids_like(10 + index) for index, name in enumerate(("b", "b", "c", "c"))}

    found = findings(tmp_path, names, "group", 3)

    assert found["large-group"].startswith("Group big holds 60% of the pictures, and a fold should hold 33%")


def test_a_class_that_a_fold_lacks_is_named(tmp_path: Path) -> None:
    plain = np.zeros((24, 32), np.uint8)
    plain[0, :3] = range(3)
    glass = plain.copy()
    glass[5:9] = 3
    names = {f"s{scene}_{frame}": plain for scene in range(4) for frame in range(2)} | {"s0_9": glass}

    found = findings(tmp_path, names, "stratified-group", 2)

    assert "Glass never occurs in fold" in found["absent-class"]
