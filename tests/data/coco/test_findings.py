"""Every malformed record gives a named finding, and never a label map that is wrong in silence."""

import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from segscope.data.coco import CocoDataset
from segscope.data.finding import Severity
from segscope.errors import DataError

Content = dict[str, Any]
Change = Callable[[Content], None]
OpenContent = Callable[..., CocoDataset]


def codes(dataset: CocoDataset) -> set[str]:
    return {finding.code for finding in dataset.findings}


def in_annotation(**values: Any) -> Change:
    return lambda content: content["annotations"][0].update(values)


def in_image(**values: Any) -> Change:
    return lambda content: content["images"][0].update(values)


def without(table: str, key: str) -> Change:
    return lambda content: content[table][0].pop(key)


def rle(counts: Any, size: Any = (8, 12)) -> Change:
    return in_annotation(segmentation={"size": list(size), "counts": counts}, bbox=None)


def polygon(*sides: Any) -> Change:
    return in_annotation(segmentation=[list(sides)], bbox=None)


def test_a_sound_file_has_no_findings(open_content: OpenContent, content: Content) -> None:
    assert open_content(content).findings == ()


LABEL_ERRORS = [
    # sizes
    pytest.param(in_image(width=0), "image-size", id="width 0"),
    pytest.param(in_image(height=-8), "image-size", id="height negative"),
    pytest.param(in_image(width=12.5), "image-size", id="width float"),
    pytest.param(in_image(width="12"), "image-size", id="width text"),
    pytest.param(in_image(width=True, height=True), "image-size", id="width boolean"),
    pytest.param(in_image(height=math.nan), "image-size", id="height NaN"),
    pytest.param(without("images", "width"), "image-size", id="width missing"),
    pytest.param(in_image(width=10**6, height=10**6), "image-size", id="gigantic"),
    pytest.param(in_image(width=10**4000), "image-size", id="width of 4,000 digits"),
    pytest.param(in_image(width=13), "size-mismatch", id="width wrong by 1"),
    pytest.param(in_image(width=8, height=12), "size-mismatch", id="width and height swapped"),
    # RLE
    pytest.param(rle([96], (12, 8)), "rle-size", id="RLE size swapped"),
    pytest.param(rle([24], (4, 6)), "rle-size", id="RLE size differs"),
    pytest.param(rle([95]), "rle-sum", id="RLE short"),
    pytest.param(rle([0, 97]), "rle-sum", id="RLE long"),
    pytest.param(rle([-1, 97]), "rle-counts", id="RLE negative"),
    pytest.param(rle([2**32 + 96]), "rle-sum", id="RLE beyond 2^32"),
    pytest.param(rle("zzzz"), "rle-counts", id="RLE text garbage"),
    pytest.param(rle("P"), "rle-counts", id="RLE text cut"),
    pytest.param(rle(None), "rle-counts", id="RLE without counts"),
    pytest.param(rle([math.nan, 96]), "rle-counts", id="RLE NaN"),
    pytest.param(in_annotation(segmentation={"counts": [96]}), "rle-size", id="RLE without size"),
    # polygons
    pytest.param(polygon(60, 0, 70, 0, 70, 9), "polygon-outside", id="polygon outside"),
    pytest.param(polygon(0, 0, 1e9, 0, 9, 9), "polygon-outside", id="polygon 1e9"),
    pytest.param(polygon(0, 0, 9, 9), "polygon-points", id="polygon of 2 points"),
    pytest.param(polygon(0, 0, 9, 0, 9, 9, 1), "polygon-points", id="polygon with odd count"),
    pytest.param(polygon(0, 0, math.nan, 0, 9, 9), "polygon-numbers", id="polygon NaN"),
    pytest.param(polygon(0, 0, "9", 0, 9, 9), "polygon-numbers", id="polygon of texts"),
    # kinds
    pytest.param(in_annotation(segmentation=[0, 0, 9, 0, 9, 9]), "segmentation-kind", id="flat polygon"),
    pytest.param(in_annotation(segmentation="0 0 9 0 9 9"), "segmentation-kind", id="segmentation text"),
    pytest.param(in_annotation(segmentation=7), "segmentation-kind", id="segmentation number"),
    pytest.param(in_annotation(segmentation=[]), "no-segmentation", id="no polygon"),
    pytest.param(in_annotation(segmentation=None), "no-segmentation", id="segmentation null"),
    pytest.param(without("annotations", "segmentation"), "no-segmentation", id="segmentation missing"),
    pytest.param(in_annotation(iscrowd=2), "crowd-flag", id="iscrowd 2"),
    pytest.param(in_annotation(iscrowd="0"), "crowd-flag", id="iscrowd text"),
    # references
    pytest.param(in_annotation(category_id=9), "foreign-category", id="category missing"),
    pytest.param(in_annotation(category_id="1"), "foreign-category", id="category text"),
    pytest.param(in_annotation(category_id=True), "foreign-category", id="category boolean"),
    pytest.param(in_annotation(category_id=1.5), "foreign-category", id="category float"),
    pytest.param(in_annotation(category_id=[1]), "foreign-category", id="category list"),
    # duplicates
    pytest.param(lambda c: c["images"][1].update(id=1), "duplicate-image-id", id="image id twice"),
    pytest.param(
        lambda c: c["images"].append({**c["images"][0], "id": 3}), "duplicate-file-name", id="file name twice"
    ),
    pytest.param(
        lambda c: c["images"].append({**c["images"][0], "id": 3, "file_name": "a/1.jpg"}),
        "duplicate-stem",
        id="stem twice",
    ),
]


@pytest.mark.parametrize(("change", "code"), LABEL_ERRORS)
def test_an_error_is_named_and_its_label_map_refused(
    open_content: OpenContent, content: Content, change: Change, code: str
) -> None:
    change(content)
    dataset = open_content(content)

    finding = next(finding for finding in dataset.findings if finding.code == code)
    assert finding.severity is Severity.ERROR
    assert finding.files
    assert "train.json" in finding.files[0]
    assert "a/1.png" in " ".join(finding.files)
    assert finding.remedy
    sample = next(sample for sample in dataset.samples["train"] if sample.id == "a/1")
    with pytest.raises(DataError, match=r"train\.json.*a/1\.png"):
        dataset.read_label_map(sample)


@pytest.mark.parametrize(("change", "code"), LABEL_ERRORS)
def test_one_bad_record_does_not_stop_the_others(
    open_content: OpenContent, content: Content, change: Change, code: str
) -> None:
    change(content)
    content["images"].append({"id": 50, "file_name": "a/50.png", "width": 12, "height": 8})
    dataset = open_content(content)

    sample = next(sample for sample in dataset.samples["train"] if sample.id == "a/50")
    assert not dataset.read_label_map(sample).any()


def test_an_annotation_is_named_by_file_id_and_picture(open_content: OpenContent, content: Content) -> None:
    polygon(0, 0, math.nan, 0, 9, 9)(content)
    dataset = open_content(content)

    assert dataset.findings[0].files == ("train.json: annotation 11, a/1.png",)
    assert "annotation 11, a/1.png: its polygon holds NaN" in dataset.findings[0].message


@pytest.mark.parametrize(
    "image_id",
    [99, "1", None, 1.5, True, [1], 10**400],
    ids=["other", "text", "null", "float", "bool", "list", "big"],
)
def test_an_annotation_to_a_missing_image_is_an_error(
    open_content: OpenContent, content: Content, image_id: Any
) -> None:
    in_annotation(image_id=image_id)(content)
    dataset = open_content(content)

    assert codes(dataset) == {"annotation-without-image"}
    assert dataset.findings[0].severity is Severity.ERROR


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("../1.png", id="parent"),
        pytest.param("a/../../1.png", id="parent inside"),
        pytest.param("..\\1.png", id="parent with backslash"),
        pytest.param("/etc/passwd", id="absolute"),
        pytest.param("\\\\server\\share\\1.png", id="UNC"),
        pytest.param("C:\\pictures\\1.png", id="drive"),
        pytest.param("c:1.png", id="drive without slash"),
        pytest.param("a/1.png\0", id="NUL"),
        pytest.param("\ud800.png", id="lone surrogate"),
        pytest.param("", id="empty"),
        pytest.param(".", id="dot"),
        pytest.param("  ", id="blank"),
        pytest.param(7, id="number"),
        pytest.param(None, id="null"),
    ],
)
def test_a_file_name_that_cannot_be_used_gives_a_finding_and_no_sample(
    open_content: OpenContent, content: Content, name: Any
) -> None:
    in_image(file_name=name)(content)
    dataset = open_content(content)

    assert codes(dataset) == {"file-name", "annotation-without-image"}
    assert [sample.id for sample in dataset.samples["train"]] == ["a/2"]
    assert all(finding.message.isprintable() for finding in dataset.findings)


@pytest.mark.parametrize(
    "entry", [None, 7, "a/1.png", [], {"file_name": "a/1.png"}, {"id": "1"}, {"id": 1.5}]
)
def test_an_image_that_is_none_gives_a_finding_and_no_sample(
    open_content: OpenContent, content: Content, entry: Any
) -> None:
    content["images"][0] = entry
    dataset = open_content(content)

    assert "image-record" in codes(dataset)
    assert [sample.id for sample in dataset.samples["train"]] == ["a/2"]


@pytest.mark.parametrize("entry", [None, 7, "annotation", []])
def test_an_annotation_that_is_none_gives_a_finding(
    open_content: OpenContent, content: Content, entry: Any
) -> None:
    content["annotations"].append(entry)

    assert codes(open_content(content)) == {"annotation-record"}


WARNINGS = [
    pytest.param(in_image(file_name="a\\1.png"), "backslash-file-name", id="backslash"),
    pytest.param(in_annotation(bbox=[6, 4, 4, 4]), "bbox-mismatch", id="bbox contradicts mask"),
    pytest.param(in_annotation(bbox=[0, 0, math.nan, 4]), "bbox-mismatch", id="bbox NaN"),
    pytest.param(in_annotation(bbox=[10**400, 0.5, 4, 4]), "bbox-mismatch", id="bbox beyond floats"),
    pytest.param(in_annotation(bbox=[0, 0, 4]), "bbox-mismatch", id="bbox of 3"),
    pytest.param(in_annotation(bbox="0 0 4 4"), "bbox-mismatch", id="bbox text"),
    pytest.param(in_annotation(id=12), "duplicate-annotation-id", id="annotation id twice"),
    pytest.param(in_annotation(id="11"), "annotation-id", id="annotation id text"),
    pytest.param(without("annotations", "id"), "annotation-id", id="annotation id missing"),
    pytest.param(polygon(0, 0, 18, 0, 18, 4), "polygon-over-edge", id="polygon over the edge"),
    pytest.param(polygon(2, 2, 2, 2, 2, 2), "empty-mask", id="polygon of zero area"),
    pytest.param(rle([96]), "empty-mask", id="RLE without pixels"),
]


@pytest.mark.parametrize(("change", "code"), WARNINGS)
def test_what_leaves_the_label_map_right_is_a_warning(
    open_content: OpenContent, content: Content, change: Change, code: str
) -> None:
    change(content)
    dataset = open_content(content)

    assert [(finding.code, finding.severity) for finding in dataset.findings] == [(code, Severity.WARNING)]
    for sample in dataset.samples["train"]:
        assert dataset.read_label_map(sample).shape == (8, 12)


def test_a_picture_that_is_not_there(open_content: OpenContent, content: Content) -> None:
    in_image(file_name="a/9.png")(content)
    dataset = open_content(content)
    sample = dataset.samples["train"][0]

    assert codes(dataset) == {"missing-image"}
    with pytest.raises(DataError, match=r"a/9\.png"):
        dataset.read_image(sample)
    assert dataset.read_label_map(sample).any()


@pytest.mark.parametrize("name", ["x" * 300 + ".png", "a/" * 3000 + "1.png"], ids=["long name", "long path"])
def test_a_name_that_no_file_system_takes_is_a_missing_picture(
    open_content: OpenContent, content: Content, name: str
) -> None:
    in_image(file_name=name)(content)

    assert codes(open_content(content)) == {"missing-image"}


@pytest.mark.parametrize(
    "text",
    [
        '"id": 11, "id": 12, "image_id": 1, "category_id": 1, "segmentation": [[0, 0, 4, 0, 4, 4]]',
        '"image_id": 1, "category_id": 1, "segmentation": {"size": [8, 12], "counts": [96], "counts": []}',
    ],
)
def test_a_repeated_key_in_an_annotation_is_an_error(
    open_content: OpenContent, content: Content, text: str
) -> None:
    content["annotations"] = ["HERE"]
    dataset = open_content(json.dumps(content).replace('"HERE"', f"{{{text}}}").encode())

    assert "duplicate-key" in codes(dataset)
    with pytest.raises(DataError, match="twice"):
        dataset.read_label_map(dataset.samples["train"][0])


def test_a_repeated_key_in_an_image_is_an_error(open_content: OpenContent, content: Content) -> None:
    data = json.dumps(content).replace('"width": 12', '"width": 21, "width": 12', 1).encode()
    dataset = open_content(data)

    assert codes(dataset) == {"duplicate-key"}
    with pytest.raises(DataError, match="twice"):
        dataset.read_label_map(dataset.samples["train"][0])


@pytest.mark.parametrize("change", [lambda c: c.pop("annotations"), lambda c: c.update(annotations=[])])
def test_training_pictures_without_annotations_are_an_error(
    open_content: OpenContent, content: Content, change: Change
) -> None:
    change(content)
    dataset = open_content(content)

    assert codes(dataset) == {"no-annotations"}
    with pytest.raises(DataError, match="no ground truth"):
        dataset.read_label_map(dataset.samples["train"][0])


def test_a_file_without_images_is_refused(open_content: OpenContent, content: Content) -> None:
    content.pop("images")
    with pytest.raises(DataError, match=r"train\.json has no 'images'"):
        open_content(content)


def test_an_empty_list_of_images_is_an_error(open_content: OpenContent, content: Content) -> None:
    content["images"] = []

    assert codes(open_content(content)) == {"no-images", "annotation-without-image"}


def test_a_thousand_cases_make_one_finding_with_every_place(
    open_content: OpenContent, content: Content
) -> None:
    content["annotations"] = [{**content["annotations"][0], "id": i, "segmentation": []} for i in range(1000)]
    (finding,) = open_content(content).findings

    assert len(finding.files) == 1000
    assert "1000 times" in finding.message
    assert len(finding.message) < 300


def test_deep_values_are_shown_shortly(open_content: OpenContent, content: Content) -> None:
    deep: Any = 1
    for _ in range(400):
        deep = [deep]
    in_annotation(category_id=deep)(content)
    (finding,) = open_content(content).findings

    assert len(finding.message) < 300


def test_whole_numbers_that_a_table_wrote_as_floats_are_what_they_say(
    open_content: OpenContent, content: Content
) -> None:
    expected = open_content(content)
    labels = [expected.read_label_map(sample) for sample in expected.samples["train"]]

    def as_floats(entry: dict[str, Any]) -> dict[str, Any]:
        return {key: float(value) if type(value) is int else value for key, value in entry.items()}

    floats = {key: [as_floats(entry) for entry in content[key]] for key in content}
    for entry in floats["annotations"]:
        entry.pop("iscrowd", None)
    dataset = open_content(floats)

    assert codes(dataset) == set()
    for sample, label_map in zip(dataset.samples["train"], labels, strict=True):
        np.testing.assert_array_equal(dataset.read_label_map(sample), label_map)


def test_what_is_of_the_wrong_kind_is_shown_as_it_is_written(
    open_content: OpenContent, content: Content
) -> None:
    content["annotations"][0]["category_id"] = "1"
    (finding,) = [f for f in open_content(content).findings if f.code == "foreign-category"]
    assert 'its category_id is "1"' in finding.message
