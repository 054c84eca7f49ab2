"""The boundary loss: signed distances against scipy's, and its value."""

import math

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt
from torch.nn import functional

from segscope.train.losses.signed_distance import signed_distances
from segscope.train.targets import Targets
from tests.train.losses.drawn_batch import drawn_batch, make_loss


def phi_by_scipy(labels: NDArray[np.int64], index: int) -> NDArray[np.float64]:
    """The authors' one_hot2dist, with ignored pixels in no region."""
    region, others = labels == index, (labels != index) & (labels >= 0)
    if not region.any() or not others.any():
        return np.zeros(labels.shape)
    phi: NDArray[np.float64] = np.where(
        region, 1 - distance_transform_edt(~others), distance_transform_edt(~region)
    )
    return phi


@pytest.mark.parametrize("ignored", [0.0, 0.3])
@pytest.mark.parametrize("reach", [2, 6, 200])
def test_signed_distances_equal_scipys(ignored: float, reach: int) -> None:
    _, labels = drawn_batch(ignored, size=(25, 31))
    labels[2] = torch.where(labels[2] == 255, 255, 1)  # a class that covers a picture alone
    labels = labels.where(labels != 255, -1)
    phi = signed_distances(labels, num_classes=4, reach=reach)
    for picture in range(3):
        for index in range(4):
            expected = phi_by_scipy(labels[picture].numpy(), index).clip(1 - reach, reach)
            counted = labels[picture] >= 0
            difference = phi[picture, index].double() - torch.from_numpy(expected)
            assert float(difference[counted].abs().max()) < 1e-5, (picture, index)
            assert float(difference[~counted].abs().max() if ignored else 0) < 1e-5


def test_it_is_the_mean_of_probability_times_distance() -> None:
    logits, labels = drawn_batch()
    probability = logits.softmax(dim=1).numpy()
    inner = labels.where(labels != 255, -1).numpy()
    total = 0.0
    for picture in range(3):
        for index in range(4):
            product = probability[picture, index] * phi_by_scipy(inner[picture], index)
            total += float(product[inner[picture] >= 0].sum())
    expected = total / (4 * int((labels != 255).sum()))
    assert math.isclose(float(make_loss("boundary-loss")(logits, Targets(labels))), expected, rel_tol=1e-4)


def test_it_grows_with_the_shift_of_an_edge_and_can_be_negative() -> None:
    labels = (torch.arange(40) >= 20).long().expand(1, 16, 40)
    values = []
    for shift in range(-6, 7):
        claim = (torch.arange(40) >= 20 + shift).long().expand(1, 16, 40)
        logits = 200.0 * functional.one_hot(claim, 4).movedim(-1, 1).float()
        values.append(float(make_loss("boundary-loss")(logits, Targets(labels))))
    assert values[6] == min(values)
    assert values[6] < 0
    assert values[6:] == sorted(values[6:])
    assert values[:7] == sorted(values[:7], reverse=True)
