"""Groups are what the rule says, or prefixes that really are shared."""

import unicodedata

import pytest

from segscope.data.groups import find_groups
from segscope.errors import ConfigError


def test_camvid_names_group_by_sequence() -> None:
    names = ["0001TP_1.png", "0001TP_2.png", "0016E5_1.png", "0016E5_2.png", "Seq05VD_1.png"]

    assert find_groups(names) == ("0001TP", "0001TP", "0016E5", "0016E5", "Seq05VD")


def test_one_shared_prefix_is_no_grouping() -> None:
    assert find_groups(["IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg"]) == (None,) * 3
    assert find_groups(["a_1.jpg", "a_2.jpg", "b_1.jpg"]) == (None,) * 3
    assert find_groups(["1.jpg", "2.jpg"]) == (None,) * 2
    assert find_groups([]) == ()


def test_parent_folders_are_groups() -> None:
    names = ["batch_01_vt/0003.jpg", "batch_01_vt/0005.jpg", "batch_02_vt/0003.jpg", "batch_02_vt/0004.jpg"]

    assert find_groups(names) == ("batch_01_vt", "batch_01_vt", "batch_02_vt", "batch_02_vt")


def test_a_rule_gives_its_capture_group_or_its_match() -> None:
    names = ["kitchen-a-1.jpg", "floor-b-2.jpg", "other.jpg"]

    assert find_groups(names, r"-(\w)-") == ("a", "b", None)
    assert find_groups(names, r"^[a-z]+") == ("kitchen", "floor", "other")
    assert find_groups(names, r"^(x)?[a-z]+-") == (None, None, None)


@pytest.mark.parametrize("rule", ["(", "[", "*a", "(?P<x"])
def test_a_broken_rule_is_one_sentence(rule: str) -> None:
    with pytest.raises(ConfigError, match="not a regular expression"):
        find_groups(["a_1.jpg"], rule)


def test_a_rule_that_matches_nothing_is_no_rule() -> None:
    with pytest.raises(ConfigError, match=r"matches no file name.*'a_1\.jpg'"):
        find_groups(["a_1.jpg"], "scene")


def test_names_and_rule_are_compared_composed_whichever_system_wrote_them() -> None:
    mac, linux = (unicodedata.normalize(form, "부엌_1.jpg") for form in ("NFD", "NFC"))
    others = ["거실_1.jpg", "거실_2.jpg"]
    assert mac != linux

    assert find_groups([mac, linux.replace("1", "2"), *others]) == ("부엌", "부엌", "거실", "거실")
    for form in ("NFD", "NFC"):
        rule = unicodedata.normalize(form, "^(부엌|[가-힣]{2})_")
        assert find_groups([mac, linux, *others], rule) == ("부엌", "부엌", "거실", "거실")
