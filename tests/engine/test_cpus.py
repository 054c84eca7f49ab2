"""The processors that may be used are counted on every system."""

import os

import numpy as np
import pytest

from segscope.engine.counting import count_batch
from segscope.engine.cpus import usable_cpus


def test_where_the_system_can_say_only_allowed_processors_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {3, 5, 8}, raising=False)

    assert usable_cpus() == 3


@pytest.mark.parametrize(("counted", "usable"), [(6, 6), (None, 1)])
def test_without_affinity_as_on_macos_all_processors_count(
    counted: int | None, usable: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: counted)

    assert usable_cpus() == usable
    truth = np.zeros((4, 4), dtype=np.uint8)
    assert [int(one.tp[0]) for one in count_batch([(truth, truth)], num_classes=1)] == [16]
