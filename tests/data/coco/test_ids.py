"""The ids of an annotation file, and which of them the classes of a model get."""

import json
from pathlib import Path

import pytest

from segscope.data.coco import CocoIds, ids_of, open_coco
from segscope.data.coco.categories import Category
from segscope.engine.class_set import ClassSet

FILE = CocoIds({}, (Category(40, "Paper"), Category(9, "Glass"), Category(3, "Metal")))


@pytest.mark.parametrize(
    ("names", "own", "expected"),
    [
        (("Glass", "Metal", "Paper"), (0, 1, 2), (9, 3, 40)),
        (("glass", "METAL", "Paper"), (0, 1, 2), (9, 3, 40)),
        (("Background", "Glass", "Paper"), (0, 1, 2), (0, 9, 40)),  # one that is no category keeps its id
        (("Wood", "Glass", "Stone"), (3, 4, 40), (41, 9, 42)),  # unless a category has it
        (("Wood", "Stone"), (3, 9), (3, 9)),  # other names altogether: the file says nothing of them
    ],
)
def test_classes_get_the_ids_of_the_categories_of_their_names(
    names: tuple[str, ...], own: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    assert FILE.of_classes(ClassSet(names, ids=own)) == expected


def test_a_files_ids_are_read(tmp_path: Path) -> None:
    content = {
        "images": [
            {"id": number, "file_name": f"a/{number}.jpg", "width": 4, "height": 4} for number in (70, 5)
        ],
        "categories": [{"id": 8, "name": "Paper"}, {"id": 2, "name": "Glass"}],
        "annotations": [],
    }
    (tmp_path / "test.json").write_text(json.dumps(content))
    ids = ids_of(open_coco(tmp_path / "test.json"), "test")
    assert ids.images == {"a/70": 70, "a/5": 5}
    assert {(one.id, one.name) for one in ids.categories} == {(0, "Background"), (2, "Glass"), (8, "Paper")}
