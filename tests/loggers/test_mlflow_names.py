"""Names for MLflow: allowed by MLflow's own check, different for different keys, and readable back."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from segscope.loggers.mlflow_names import metric_name, picture_name

EMPTY = "_x110000_"
keys = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40),
    st.text(alphabet="_x285F/. (가AF", max_size=20),
)


def decoded(name: str) -> str:
    return re.sub(r"_x([0-9A-F]+)_", lambda code: chr(int(code[1], 16)), name) if name != EMPTY else ""


@given(keys)
@example("_x28(")
@example("_x28_x29_")
@example("a//b/../c/")
@example("(x28_")
def test_every_name_can_be_read_back(key: str) -> None:
    assert decoded(metric_name(key)) == key or len(metric_name(key).encode()) == 250
    assert decoded(picture_name(key)) == key or len(picture_name(key).encode()) > 100


@given(keys)
@example("/")
@example("..")
@example("..0")
@example("a\n")
@settings(deadline=None)  # the first example imports MLflow
def test_mlflow_accepts_every_name(key: str) -> None:
    validation = pytest.importorskip("mlflow.utils.validation")

    validation._validate_metric(metric_name(key), 1.0, 1, 1)
    assert re.fullmatch(r"[a-zA-Z0-9_\-./ ]+", picture_name(key))


def test_ordinary_names_stay_as_they_are() -> None:
    for key in ("val/miou", "val/iou/Paper pack", "val/iou/종이 팩", "train/lr-group_0", "a/max_x_offset"):
        assert metric_name(key) == key


def test_long_names_are_cut_and_stay_different() -> None:
    names = {metric_name("val/iou/" + "가" * 200 + end) for end in "abc"}

    assert len(names) == 3
    assert max(len(name.encode()) for name in names) <= 250
