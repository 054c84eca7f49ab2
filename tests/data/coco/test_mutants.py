"""Any change anywhere in a sound file: an error in a sentence, or findings; never a traceback."""

import copy
import json
import math
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segscope.data.coco import CocoDataset
from segscope.errors import DataError, SegscopeError

Content = dict[str, Any]
OpenContent = Callable[..., CocoDataset]
Step = str | int

SOUND: Content = {
    "images": [
        {"id": 1, "file_name": "a/1.png", "width": 12, "height": 8},
        {"id": 2, "file_name": "a/2.png", "width": 12, "height": 8},
    ],
    "categories": [{"id": 1, "name": "Paper"}, {"id": 2, "name": "Metal"}],
    "annotations": [
        {
            "id": 11,
            "image_id": 1,
            "category_id": 1,
            "segmentation": [[0, 0, 4, 0, 4, 4, 0, 4], [6, 1, 9, 1, 9, 5]],
            "bbox": [0, 0, 9, 5],
            "iscrowd": 0,
        },
        {
            "id": 12,
            "image_id": 2,
            "category_id": 2,
            "segmentation": {"size": [8, 12], "counts": [10, 6, 80]},
            "bbox": [1, 2, 1, 6],
            "iscrowd": 1,
        },
        {
            "id": 13,
            "image_id": 2,
            "category_id": 1,
            "segmentation": {"size": [8, 12], "counts": "06j2"},
            "iscrowd": 0,
        },
    ],
}
ODD_VALUES: list[Any] = [
    None, True, False, 0, -1, 1, 2, 3, 2**31, 2**63, 2**64, 10**400, 0.5, -0.0, 1e9, 1e308, 5e-324,
    math.nan, math.inf, -math.inf, "", " ", "0", "P", "\0", "\ud800", "../x", "종이", "x" * 5000,
    [], [[]], [[[]]], [0], [[0, 0, 1e9, 1e9, 0, 1e9]], {}, {"size": [8, 12]}, {"counts": [96]},
]  # fmt: skip
DELETED = object()


def places(node: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """The way to every value of the file."""
    steps: list[Step] = (
        list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
    )
    for step in steps:
        yield (*path, step)
        yield from places(node[step], (*path, step))


def mutated(path: tuple[Step, ...], value: Any) -> Content:
    content: Any = copy.deepcopy(SOUND)
    parent = content
    for step in path[:-1]:
        parent = parent[step]
    if value is DELETED:
        del parent[path[-1]]
    else:
        parent[path[-1]] = value
    return content  # type: ignore[no-any-return]


def refusals(open_it: Callable[[], CocoDataset]) -> list[str]:
    """Open and read everything; give the sentences of all errors. Any other exception fails the test."""
    said = []
    try:
        dataset = open_it()
    except SegscopeError as error:
        return [str(error)]
    said += [finding.message for finding in dataset.findings]
    for sample in dataset.samples["train"]:
        try:
            label_map = dataset.read_label_map(sample)
        except DataError as error:
            said.append(str(error))
            continue
        assert label_map.size <= 8 * 12 * 10
        assert label_map.max() < dataset.class_set.num_classes
    return said


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(list(places(SOUND))), st.sampled_from([*ODD_VALUES, DELETED]))
def test_one_change_anywhere(open_content: OpenContent, path: tuple[Step, ...], value: Any) -> None:
    said = refusals(lambda: open_content(mutated(path, value)))

    assert all(text.isprintable() and len(text) < 600 for text in said)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_byte_flipped_or_the_rest_cut(open_content: OpenContent, data: st.DataObject) -> None:
    sound = json.dumps(SOUND).encode()
    position = data.draw(st.integers(0, len(sound) - 1))
    changed = bytearray(sound)
    changed[position] ^= data.draw(st.integers(1, 255))
    end = data.draw(st.sampled_from([len(sound), position + 1]))
    said = refusals(lambda: open_content(bytes(changed[:end])))

    assert all(text.isprintable() for text in said)
