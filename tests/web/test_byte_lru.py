"""The cache holds no more than its bytes, and makes each thing once."""

import threading
import time

import pytest

from segscope.web.byte_lru import ByteLru


def test_what_was_not_asked_for_the_longest_goes_first() -> None:
    cache: ByteLru[str] = ByteLru(10, len)
    for key in "abc":
        cache.get(key, lambda: "xyz")
    cache.get("a", lambda: pytest.fail("it is held"))
    cache.get("d", lambda: "xyz")
    assert [key in cache for key in "abcd"] == [True, False, True, True]
    assert cache.held == 9


def test_never_more_than_the_limit_is_held_and_what_is_larger_is_given_all_the_same() -> None:
    cache: ByteLru[bytes] = ByteLru(1000, len)
    for size in [*range(0, 900, 7), 5000, 1000, 1]:
        assert len(cache.get(size, lambda size=size: bytes(size))) == size  # type: ignore[misc]
        assert cache.held <= 1000
    assert 5000 not in cache


def test_many_who_ask_at_once_wait_for_one_who_makes() -> None:
    cache: ByteLru[str] = ByteLru(100, len)
    made = []

    def make() -> str:
        made.append(threading.get_ident())
        time.sleep(0.05)
        return "slow"

    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(cache.get("k", make))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), found) == (1, ["slow"] * 16)


def test_different_things_are_made_beside_each_other() -> None:
    cache: ByteLru[str] = ByteLru(100, len)
    together = threading.Barrier(2, timeout=10)

    def make() -> str:
        together.wait()
        return "x"

    threads = [threading.Thread(target=cache.get, args=(key, make)) for key in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "a" in cache
    assert "b" in cache


def test_what_failed_is_tried_again() -> None:
    cache: ByteLru[str] = ByteLru(100, len)

    def fail() -> str:
        raise OSError("not now")

    with pytest.raises(OSError, match="not now"):
        cache.get("k", fail)
    assert cache.get("k", lambda: "now") == "now"
    assert cache.held == 3
