"""Draws are what they claim, and the same however they are cut into chunks."""

import numpy as np
import pytest

from segscope.engine.resampling import draws


def test_every_bootstrap_draw_holds_as_many_units_as_there_are() -> None:
    weights = np.concatenate(list(draws.bootstrap_weights(np.random.default_rng(0), 4000, 12, 30)))
    assert weights.shape == (4000, 12)
    np.testing.assert_array_equal(weights.sum(axis=1), 12)
    # multinomial: mean 1, variance 1 - 1/U, covariance -1/U
    covariance = np.cov(weights.T)
    np.testing.assert_allclose(covariance, np.eye(12) - 1 / 12, atol=0.1)


def test_signs_are_even_and_independent() -> None:
    signs = np.concatenate(list(draws.sign_flips(np.random.default_rng(0), 4000, 12, 30)))
    assert set(np.unique(signs)) == {-1.0, 1.0}
    np.testing.assert_allclose(np.cov(signs.T), np.eye(12), atol=0.1)


@pytest.mark.parametrize("make", [draws.bootstrap_weights, draws.sign_flips])
def test_chunks_change_nothing(make: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert callable(make)
    whole = np.concatenate(list(make(np.random.default_rng(3), 100, 7, 50)))
    monkeypatch.setattr(draws, "CHUNK_VALUES", 150)
    chunks = list(make(np.random.default_rng(3), 100, 7, 50))
    assert max(len(chunk) for chunk in chunks) == 3
    np.testing.assert_array_equal(np.concatenate(chunks), whole)
