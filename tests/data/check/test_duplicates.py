"""Pictures that two splits share are each named once, with the partner that a slow search finds nearest."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from segscope.data.check import duplicates
from segscope.data.check.duplicates import MAX_DIFFERENCE, find_twins
from segscope.data.check.sample_facts import SampleFacts
from segscope.data.sample import Sample


def facts_of(split: str, thumbnails: NDArray[np.uint8], digest: bytes | None = None) -> list[SampleFacts]:
    samples = [Sample(str(index), split, Path(f"{split}/{index}.png")) for index in range(len(thumbnails))]
    return [
        SampleFacts(sample, digest=digest or str(sample.image_path).encode(), thumbnail=thumbnail)
        for sample, thumbnail in zip(samples, thumbnails, strict=True)
    ]


def fixed_camera(rng: np.random.Generator, count: int) -> NDArray[np.uint8]:
    """Draw pictures of two scenes, most of them within the limit of each other."""
    scenes = np.random.default_rng(0).integers(20, 230, (2, 16, 16, 3))
    amount = rng.uniform(0, 3, (count, 1, 1, 1))
    noise = rng.normal(0, 1, (count, 16, 16, 3)) * amount
    return np.rint(scenes[rng.integers(0, 2, count)] + noise).astype(np.uint8)


@pytest.mark.parametrize("chunk", [3, 2048])
def test_each_later_picture_has_its_nearest_partner_and_the_number_of_others(
    chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "_CHUNK", chunk)
    rng = np.random.default_rng(4)
    left, right = facts_of("train", fixed_camera(rng, 20)), facts_of("val", fixed_camera(rng, 15))

    found = {twins.second.sample.id: twins for twins in find_twins([left, right])}

    expected = 0
    for second in right:
        first_pixels = np.stack([one.thumbnail for one in left if one.thumbnail is not None]).astype(float)
        assert second.thumbnail is not None
        rms = np.sqrt(((first_pixels - second.thumbnail) ** 2).mean(axis=(1, 2, 3)))
        partners = int((rms <= MAX_DIFFERENCE).sum())
        expected += partners > 0
        if partners:
            twins = found[second.sample.id]
            assert (twins.first.sample.id, twins.others) == (str(rms.argmin()), partners - 1)
    assert 0 < expected < 15
    assert len(found) == expected


def test_equal_files_are_one_pair_a_later_picture_and_no_near_copy_too() -> None:
    picture = fixed_camera(np.random.default_rng(1), 1)
    left = facts_of("train", np.repeat(picture, 50, axis=0), b"same")
    right = facts_of("val", np.repeat(picture, 40, axis=0), b"same")

    twins = find_twins([left, right])

    assert len(twins) == 40
    assert {(one.identical, one.others) for one in twins} == {(True, 49)}
