"""Class sets: file ids to label maps and back, and what is refused."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segscope.engine.class_set import ClassSet
from segscope.errors import ConfigError, LabelMapError


@st.composite
def class_sets(draw: st.DrawFn) -> ClassSet:
    ids = draw(st.lists(st.integers(0, 65535), min_size=1, max_size=300, unique=True))
    ignore = draw(st.none() | st.integers(0, 65535).filter(lambda value: value not in ids))
    return ClassSet(tuple(f"class {id_}" for id_ in ids), ids=tuple(ids), ignore_id=ignore)


@given(classes=class_sets(), seed=st.integers(0, 99))
def test_decoding_gives_back_what_was_encoded(classes: ClassSet, seed: int) -> None:
    known = [*classes.ids, *(() if classes.ignore_id is None else (classes.ignore_id,))]
    file_ids = np.random.default_rng(seed).choice(known, (5, 7)).astype(np.uint16)
    label_map = classes.encode(file_ids)
    assert label_map.dtype == classes.dtype
    assert set(np.unique(label_map)) <= {*range(classes.num_classes), classes.ignore}
    np.testing.assert_array_equal(classes.decode(label_map), file_ids)


@pytest.mark.parametrize(("num_classes", "ignore"), [(255, 255), (256, 65535)])
def test_the_ignore_value_is_never_a_class(num_classes: int, ignore: int) -> None:
    classes = ClassSet(tuple(map(str, range(num_classes))))
    assert classes.ignore == ignore >= num_classes
    assert np.iinfo(classes.dtype).max == ignore


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int32, np.int64])
def test_ids_outside_the_class_set_are_counted_and_refused(dtype: Any) -> None:
    classes = ClassSet(("road", "car"), ids=(7, 26), ignore_id=255)
    file_ids = np.array([[7, 26, 255], [8, 8, 9]], dtype=dtype)
    assert classes.foreign_ids(file_ids) == {8: 2, 9: 1}
    with pytest.raises(LabelMapError, match=r"outside the class set: 8 \(2 px\), 9 \(1 px\)"):
        classes.encode(file_ids)


def test_ids_that_no_table_holds_are_refused_too() -> None:
    classes = ClassSet(("road",))
    for value in (-1, 65536, 2**40):
        with pytest.raises(LabelMapError, match=rf"{value} \(1 px\)"):
            classes.encode(np.array([[value]], dtype=np.int64))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"names": ()}, "at least one class"),
        ({"names": ("a", "a")}, "class name 'a' is given twice"),
        ({"names": ("a", "b"), "ids": (3, 3)}, "class id 3 is given twice"),
        ({"names": ("a", "b"), "ids": (3,)}, "2 names has 1 ids"),
        ({"names": ("a",), "ids": (65536,)}, "class id 65536 is outside"),
        ({"names": ("a",), "ignore_id": -1}, "class id -1 is outside"),
        ({"names": ("a", "b"), "ignore_id": 1}, "ignore id 1 is also the id of class 'b'"),
    ],
)
def test_what_makes_no_class_set_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        ClassSet(**options)


def test_a_class_set_survives_json() -> None:
    classes = ClassSet(("a", "b"), ids=(5, 2), colours=((1, 2, 3), (4, 5, 6)), ignore_id=9, background=0)
    assert ClassSet.from_dict(json.loads(json.dumps(classes.to_dict()))) == classes


def test_names_lead_to_indices() -> None:
    classes = ClassSet(("a", "b"))
    assert classes.index("b") == 1
    with pytest.raises(ConfigError, match="no class 'c': the classes are a, b"):
        classes.index("c")


@pytest.mark.parametrize("num_classes", [1, 19, 254, 255, 256])
@pytest.mark.parametrize("ignore_id", [None, 255, 300])
def test_bytes_that_are_class_indices_already_are_checked_all_the_same(
    num_classes: int, ignore_id: int | None
) -> None:
    if ignore_id == 255 and num_classes == 256:
        ignore_id = 256
    classes = ClassSet(tuple(f"c{i}" for i in range(num_classes)), ignore_id=ignore_id)
    for value in range(256):
        file_ids = np.array([[0, value]], dtype=np.uint8)
        if value < num_classes:
            assert classes.encode(file_ids).tolist() == [[0, value]]
        elif value == ignore_id:
            assert classes.encode(file_ids).tolist() == [[0, classes.ignore]]
        else:
            with pytest.raises(LabelMapError, match=rf"{value} \(1 px\)"):
                classes.encode(file_ids)


def test_encoding_leaves_the_file_ids_alone() -> None:
    file_ids = np.array([[0, 1]], dtype=np.uint8)
    label_map = ClassSet(("a", "b")).encode(file_ids)
    label_map[:] = 1
    assert file_ids.tolist() == [[0, 1]]
