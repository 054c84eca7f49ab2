"""Keys: the names that all tools share, safe whatever the class or the sample is called."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segscope.loggers.keys import (
    class_part,
    class_picture_key,
    overlay_key,
    panel_key,
    sample_part,
    scalar_keys,
    score_key,
    shortened,
)

any_text = st.text(alphabet=st.characters(exclude_categories=[]), max_size=60)


def test_keys_have_the_names_that_the_design_gives() -> None:
    assert score_key("iou", "Paper pack") == "val/iou/Paper pack"
    assert score_key("err/boundary", "Paper pack") == "val/err/boundary/Paper pack"
    assert panel_key("0016E5_07959") == "val/panel/0016E5_07959"
    assert class_picture_key("Glass") == "val/class/Glass"


def test_a_validation_becomes_one_mapping() -> None:
    keyed = scalar_keys(
        {"miou": 0.5}, {"iou": [0.25, 0.75], "err/extent": [0.1, 0.2]}, ["종이", "a/b"], "test"
    )

    assert keyed == {
        "test/miou": 0.5,
        "test/iou/종이": 0.25,
        "test/iou/a%2Fb": 0.75,
        "test/err/extent/종이": 0.1,
        "test/err/extent/a%2Fb": 0.2,
    }


def test_values_that_do_not_match_the_classes_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        scalar_keys({}, {"iou": [0.25]}, ["Paper", "Metal"])


@given(any_text)
def test_a_class_is_one_level_and_can_be_read_back(name: str) -> None:
    part = class_part(name)

    assert "/" not in part
    assert part not in ("", ".", "..")
    assert part.isprintable()
    assert part == part.strip()
    assert part.encode() != b""
    if name:
        assert unquote(part, errors="surrogatepass") == name


@given(any_text)
def test_no_part_of_a_sample_points_to_another_folder(sample_id: str) -> None:
    parts = sample_part(sample_id).split("/")

    assert not {"", ".", ".."} & set(parts)
    assert parts == [class_part(part) for part in sample_id.split("/")]


def test_ordinary_names_in_any_script_stay_as_they_are() -> None:
    for name in ("Paper pack", "종이 팩", "Verre (brisé)", "road_42", "a.b", "x:y"):
        assert class_part(name) == name


def test_overlays_stand_beside_their_panels() -> None:
    assert overlay_key("val/panel/batch_01/0003") == "val/overlay/batch_01/0003"
    assert len({overlay_key(key) for key in ("val/panel/a", "val/class/a", "train/batch", "a")}) == 4


@given(st.lists(any_text, unique=True, max_size=10), st.integers(14, 60))
def test_cut_names_stay_different_and_short(names: list[str], limit: int) -> None:
    cut = [shortened(name, limit) for name in names]

    assert len(set(cut)) == len(names)
    assert all(len(name.encode("utf-8", errors="surrogatepass")) <= limit for name in cut)
