"""The number of groups: planted ones are found, none is made up, small and one-sided ones are refused."""

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from segscope.train.unknown.choose import ChoiceRule, GroupChoice, choose_groups
from segscope.train.unknown.projection import project

Points = NDArray[np.float64]
QUICK = ChoiceRule(draws=8)


def choose(points: Points, rule: ChoiceRule = QUICK, sources: NDArray[np.intp] | None = None) -> GroupChoice:
    given = np.arange(len(points)) % 3 if sources is None else sources
    return choose_groups(points, given, rule, np.random.default_rng(0))


def planted(
    k: int, each: int = 40, *, distance: float = 6.0, seed: int = 0
) -> tuple[Points, NDArray[np.intp]]:
    """Groups at the corners of a simplex, so that none is nearer to another than the rest."""
    labels = np.repeat(np.arange(k), each)
    centres = np.eye(k, 12) * distance
    return centres[labels] + np.random.default_rng(seed).normal(size=(len(labels), 12)), labels


@pytest.mark.parametrize("k", [2, 3, 4, 5, 6])
def test_planted_groups_are_found(k: int) -> None:
    points, truth = planted(k)
    found = choose(points)
    assert found.k == k
    assert adjusted_rand_score(truth, found.clustering.labels) > 0.95


@pytest.mark.parametrize("seed", range(6))
def test_one_cloud_stays_whole(seed: int) -> None:
    rng = np.random.default_rng(seed)
    round_cloud = rng.normal(size=(150, 12))
    long_cloud = round_cloud * np.geomspace(5, 0.2, 12)
    heavy_tails = rng.standard_t(4, size=(150, 12))
    for cloud in (round_cloud, long_cloud, heavy_tails):
        assert choose(cloud).k == 1


def test_a_group_that_is_too_small_is_refused_and_the_reason_said() -> None:
    points, _ = planted(2, each=40)
    few = np.concatenate([points[:40], points[40:52]])
    found = choose(few)
    assert found.k == 1
    assert "a cluster of 12 objects is smaller than 20" in found.candidates[0].objection
    assert choose(few, ChoiceRule(draws=8, smallest=10)).k == 2


def test_a_group_of_one_fold_alone_is_refused() -> None:
    points, truth = planted(2)
    found = choose(points, ChoiceRule(draws=8, most=2), sources=truth)
    assert found.k == 1
    assert found.candidates[0].objection == "a cluster is missing in a fold"


def test_a_number_that_is_asked_for_is_taken_with_its_objections() -> None:
    cloud = np.random.default_rng(0).normal(size=(60, 5))
    found = choose(cloud, ChoiceRule(draws=8, parts=3))
    assert found.k == 3
    assert found.candidates[0].objection
    assert choose(planted(3)[0], ChoiceRule(parts=1)).k == 1


def test_models_that_differ_in_their_mean_do_not_become_groups() -> None:
    points, truth = planted(3, distance=8.0)
    vectors = np.concatenate([points, np.ones((len(points), 1)) * 20], axis=1)
    sources = np.arange(len(points)) % 2
    vectors[sources == 1, :4] += 15  # the other fold's model sees everything elsewhere
    fitted = np.arange(len(points))
    found = choose(project(vectors, sources, fitted=fitted), sources=sources)
    assert found.k == 3
    assert adjusted_rand_score(truth, found.clustering.labels) > 0.95
