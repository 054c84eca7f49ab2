"""CRC-32C against published values and TensorBoard's own, slow computation."""

import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segscope.loggers.crc32c import crc32c, masked_crc32c


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", 0),
        (b"123456789", 0xE3069283),
        (bytes(32), 0x8A9136AA),
        (b"\xff" * 32, 0x62A8AB43),
        (bytes(range(32)), 0x46DD794E),
    ],
)
def test_the_values_of_rfc_3720(data: bytes, expected: int) -> None:
    assert crc32c(data) == expected


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 70_000), st.integers(0, 1000))
def test_any_length_gives_what_tensorboard_computes(length: int, seed: int) -> None:
    slow = pytest.importorskip("tensorboard.compat.tensorflow_stub.pywrap_tensorflow")
    data = np.random.default_rng(seed).bytes(length)

    assert masked_crc32c(data) == struct.pack("<I", slow.masked_crc32c(data))
