"""Categories become classes: ids, roles, the class in front, and a class file's word."""

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest

from segscope.config.class_file import ClassFile
from segscope.data.coco import CocoDataset
from segscope.engine.class_set import ClassSet
from segscope.errors import DataError

Form = Literal["NFC", "NFD"]
FORMS: tuple[Form, ...] = ("NFC", "NFD")

Content = dict[str, Any]
OpenContent = Callable[..., CocoDataset]


def first_corner(dataset: CocoDataset) -> int:
    """The label of the pixel that Paper covers."""
    return int(dataset.read_label_map(dataset.samples["train"][0])[0, 0])


def test_categories_are_the_classes_after_background(open_content: OpenContent, content: Content) -> None:
    classes = open_content(content).class_set

    assert (classes.names, classes.ids) == (("Background", "Paper", "Metal"), (0, 1, 2))
    assert (classes.background, classes.unknown, classes.ignore_id) == (0, None, None)


def test_the_order_of_the_list_does_not_matter(open_content: OpenContent, content: Content) -> None:
    content["categories"].reverse()

    assert open_content(content).class_set.names == ("Background", "Paper", "Metal")


def test_background_gets_the_smallest_free_id(open_content: OpenContent, content: Content) -> None:
    content["categories"].append({"id": 0, "name": "Glass"})
    classes = open_content(content).class_set

    assert (classes.names, classes.ids) == (("Background", "Glass", "Paper", "Metal"), (3, 0, 1, 2))


def test_gaps_between_ids_are_kept(open_content: OpenContent, content: Content) -> None:
    content["categories"].append({"id": 65535, "name": "Glass"})

    assert open_content(content).class_set.ids == (0, 1, 2, 65535)


def test_background_and_unknown_are_known_by_name(open_content: OpenContent, content: Content) -> None:
    content["categories"] += [{"id": 7, "name": "BACKGROUND"}, {"id": 9, "name": "Unknown"}]
    dataset = open_content(content)

    assert dataset.class_set.names == ("Paper", "Metal", "BACKGROUND", "Unknown")
    assert (dataset.class_set.background, dataset.class_set.unknown) == (2, 3)
    assert dataset.read_label_map(dataset.samples["train"][0])[-1, -1] == 2


def test_three_hundred_classes_make_16_bit_label_maps(open_content: OpenContent, content: Content) -> None:
    content["categories"] += [{"id": number, "name": f"class {number}"} for number in range(3, 301)]
    content["annotations"][0]["category_id"] = 300
    dataset = open_content(content)

    for _ in ("made", "kept"):
        label_map = dataset.read_label_map(dataset.samples["train"][0])
        assert label_map.dtype == np.uint16
        assert (int(label_map[0, 0]), int(label_map[-1, -1])) == (300, 0)


@pytest.mark.parametrize(
    ("category", "says"),
    [
        ({"id": -1, "name": "Glass"}, "category id -1 is outside"),
        ({"id": 2**31 + 5, "name": "Glass"}, "is outside 0 … 65535"),
        ({"id": 65536, "name": "Glass"}, "is outside 0 … 65535"),
        ({"id": 2, "name": "Glass"}, "2 categories have the id 2"),
        ({"id": 3, "name": "Metal"}, "2 categories have the name Metal"),
        ({"id": "3", "name": "Glass"}, 'category id "3" is no whole number'),
        ({"id": 3.5, "name": "Glass"}, "category id 3.5 is no whole number"),
        ({"id": True, "name": "Glass"}, "category id true is no whole number"),
        ({"name": "Glass"}, "category id null is no whole number"),
        ({"id": 3}, "category 3 has no name"),
        ({"id": 3, "name": " "}, "category 3 has no name"),
        ({"id": 3, "name": 5}, "category 3 has no name"),
        ("Glass", "\"Glass\" in 'categories' is no object"),
        (None, "null in 'categories' is no object"),
    ],
)
def test_categories_that_cannot_be_used_are_refused(
    open_content: OpenContent, content: Content, category: Any, says: str
) -> None:
    content["categories"].append(category)

    with pytest.raises(DataError, match=says) as caught:
        open_content(content)
    assert "train.json" in str(caught.value)


@pytest.mark.parametrize("change", [lambda c: c.pop("categories"), lambda c: c.update(categories=[])])
def test_no_categories_need_a_class_file(
    open_content: OpenContent, content: Content, change: Callable[[Content], None]
) -> None:
    change(content)

    with pytest.raises(DataError, match="has no categories: add them, or give a class file"):
        open_content(content)
    classes = ClassFile(ClassSet(("Nothing", "Paper", "Metal"), background=0))
    assert first_corner(open_content(content, classes=classes)) == 1


class TestClassFile:
    def test_names_decide_and_ids_do_not(self, open_content: OpenContent, content: Content) -> None:
        classes = ClassFile(ClassSet(("Metal", "background", "paper"), ids=(1, 0, 7)))
        dataset = open_content(content, classes=classes)

        assert first_corner(dataset) == 2
        assert dataset.class_set.background == 1
        assert dataset.findings == ()

    def test_a_text_file_with_a_name_a_line_serves(
        self, open_content: OpenContent, content: Content, tmp_path: Path
    ) -> None:
        path = tmp_path / "classes.txt"
        path.write_text("Metal\nPaper\nBackground\n", encoding="utf-8")

        assert first_corner(open_content(content, classes=path)) == 1

    def test_ids_decide_with_a_warning_where_no_name_is_known(
        self, open_content: OpenContent, content: Content
    ) -> None:
        classes = ClassFile(ClassSet(("배경", "종이", "금속"), background=0))
        dataset = open_content(content, classes=classes)

        assert first_corner(dataset) == 1
        assert [finding.code for finding in dataset.findings] == ["category-names"]

    def test_a_category_that_the_class_file_lacks_is_an_error(
        self, open_content: OpenContent, content: Content
    ) -> None:
        dataset = open_content(content, classes=ClassFile(ClassSet(("Background", "Metal"), ids=(0, 1))))

        assert [finding.code for finding in dataset.findings] == ["foreign-category"]
        with pytest.raises(DataError, match="category_id is 1"):
            first_corner(dataset)

    def test_a_category_with_the_ignore_id_is_ignored(
        self, open_content: OpenContent, content: Content
    ) -> None:
        classes = ClassFile(ClassSet(("Background", "Metal"), ids=(0, 2), ignore_id=1))

        assert first_corner(open_content(content, classes=classes)) == 255

    def test_without_background_the_rest_is_ignored(
        self, open_content: OpenContent, content: Content
    ) -> None:
        dataset = open_content(content, classes=ClassFile(ClassSet(("Paper", "Metal"), ignore_id=255)))

        assert dataset.read_label_map(dataset.samples["train"][0])[-1, -1] == 255

    def test_without_background_and_ignore_id_it_is_refused(
        self, open_content: OpenContent, content: Content
    ) -> None:
        with pytest.raises(DataError, match="give one class the role background, or name an ignore id"):
            open_content(content, classes=ClassFile(ClassSet(("Paper", "Metal"))))

    def test_its_group_rule_counts_unless_one_is_given(
        self, open_content: OpenContent, content: Content
    ) -> None:
        classes = ClassFile(ClassSet(("Background", "Paper", "Metal")), group=r"(\d)\.png")
        by_file, by_argument = (
            [sample.group for sample in open_content(content, classes=classes, group=group).samples["train"]]
            for group in (None, r"^(\w)/")
        )

        assert (by_file, by_argument) == (["1", "2"], ["a", "a"])


@pytest.mark.parametrize(("in_json", "in_class_file"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_hangul_names_match_whichever_system_wrote_them(
    in_json: Form, in_class_file: Form, open_content: OpenContent, content: Content
) -> None:
    content["categories"][0]["name"] = unicodedata.normalize(in_json, "종이")
    name = unicodedata.normalize(in_class_file, "종이")
    classes = ClassSet(("Background", "Metal", name), ids=(0, 50, 60), background=0)

    dataset = open_content(content, classes=ClassFile(classes))

    assert first_corner(dataset) == 2


def test_names_that_differ_by_composition_only_are_one_name_twice(
    open_content: OpenContent, content: Content
) -> None:
    content["categories"] = [
        {"id": number, "name": unicodedata.normalize(form, "종이")}
        for number, form in enumerate(FORMS, start=1)
    ]

    with pytest.raises(DataError, match="2 categories have the name"):
        open_content(content)
