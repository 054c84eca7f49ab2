"""Worst images: what they are said to cost is what removing them would give back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segscope.analysis.evidence import Evidence
from segscope.analysis.worst import worst_images, worst_of_class, worst_of_pair
from segscope.engine.image_counts import ERROR_KINDS
from tests.analysis.drawn_validation import CLASSES, NUM_CLASSES, counted, drawn_pairs


@given(st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_losses_of_all_images_add_up_to_what_the_score_lacks(seed: int) -> None:
    evidence = Evidence(counted(drawn_pairs(seed, images=4)), CLASSES)
    everywhere = worst_images(evidence, limit=99)
    assert sum(image.lost for image in everywhere) == pytest.approx(1 - evidence.scores.miou)
    for index in range(NUM_CLASSES):
        lost = sum(image.lost for image in worst_of_class(evidence, index, limit=99))
        by_kind = (worst_of_class(evidence, index, 99, kind) for kind in ERROR_KINDS)
        assert lost == pytest.approx(1 - evidence.scores.iou[index])
        assert sum(image.lost for images in by_kind for image in images) == pytest.approx(lost)


@given(st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_pixels_of_a_pair_are_counted_both_ways_and_ranked(seed: int) -> None:
    pairs = drawn_pairs(seed, images=4)
    evidence = Evidence(counted(pairs), CLASSES)
    listed = worst_of_pair(evidence, 1, 2, limit=99)
    for image in listed:
        truth, guess = pairs["abcd".index(image.image)]
        swapped = ((truth == 1) & (guess == 2)) | ((truth == 2) & (guess == 1))
        assert image.pixels == np.count_nonzero(swapped)
    assert worst_of_pair(evidence, 2, 1, limit=99) == listed
    assert [image.lost for image in listed] == sorted((image.lost for image in listed), reverse=True)


def test_a_big_error_outranks_a_tiny_object_that_is_missed_whole() -> None:
    tiny = np.zeros((50, 50), dtype=np.int64)
    tiny[3:5, 3:5] = 1
    big = np.zeros((50, 50), dtype=np.int64)
    big[5:45, 5:45] = 1
    half = np.where(np.arange(50) < 25, big, 0)
    evidence = Evidence(counted([(tiny, np.zeros_like(tiny)), (big, half), (big, big)]), CLASSES)
    assert [image.image for image in worst_of_class(evidence, 1)] == ["b", "a"]
    assert [image.image for image in worst_of_class(evidence, 1, kind="segment")] == ["a"]


def test_the_reason_names_the_costliest_flow_what_it_is_made_of_and_its_share() -> None:
    truth = np.zeros((100, 100), dtype=np.int64)
    truth[10:30, 10:30], truth[60:90, 60:90] = 1, 2
    swapped = np.where(truth == 1, 3, truth)
    both = swapped.copy()
    both[60:90, 89] = 0
    evidence = Evidence(counted([(truth, swapped), (truth, both)]), CLASSES)
    whole = "400 px of paper taken for glass, whole objects"
    reasons = {image.image: image.reason for image in worst_images(evidence)}
    assert reasons["a"] == whole
    cost = 400 / 800 + 400 / 800  # to paper and to glass, of which every pixel is wrong
    share = cost / (cost + 30 / 1800 + 30 / evidence.union[0])
    assert reasons["b"] == f"{whole}; {share:.0%} of what it costs"
    (border,) = worst_of_class(evidence, 2, kind="boundary")
    assert border.reason == "30 px of metal taken for floor, along borders"


@given(st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_what_kinds_cost_all_images_adds_up_to_what_the_score_lacks(seed: int) -> None:
    evidence = Evidence(counted(drawn_pairs(seed, images=4)), CLASSES)
    lost = {kind: sum(image.lost for image in worst_images(evidence, 99, kind)) for kind in ERROR_KINDS}
    assert sum(lost.values()) == pytest.approx(1 - evidence.scores.miou)
    scores = evidence.scores
    for place, kind in enumerate(ERROR_KINDS):
        shares = scores.false_shares[place] + scores.missed_shares[place]
        assert lost[kind] == pytest.approx(np.nanmean(shares))
