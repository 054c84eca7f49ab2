"""Threads that never lose a failure and never take more than they can hold."""

import threading

import pytest

from segscope.record import worker_pool
from segscope.record.worker_pool import WorkerPool


def test_the_caller_waits_only_while_the_queue_is_full() -> None:
    pool, gate, third_is_in = WorkerPool(workers=1, waiting=1), threading.Event(), threading.Event()
    pool.submit(0, gate.wait)
    pool.submit(0, gate.wait)  # one runs, one waits: the queue is full now

    def submit_third() -> None:
        pool.submit(0, int)
        third_is_in.set()

    caller = threading.Thread(target=submit_third)
    caller.start()
    assert not third_is_in.wait(0.1)
    gate.set()
    assert third_is_in.wait(10)
    caller.join()
    pool.drain()
    pool.close()


def test_large_work_waits_until_what_is_held_is_released(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pool, "_WAITING_BYTES", 100)
    pool, gate, large_is_in = WorkerPool(workers=2, waiting=10), threading.Event(), threading.Event()
    pool.submit(60, gate.wait)
    pool.submit(40, gate.wait)

    def submit_large() -> None:
        pool.submit(1000, int)  # larger than the whole budget: it goes alone, and is not refused
        large_is_in.set()

    caller = threading.Thread(target=submit_large)
    caller.start()
    assert not large_is_in.wait(0.1)
    gate.set()
    assert large_is_in.wait(10)
    caller.join()
    pool.drain()
    pool.close()


def test_the_first_failure_reaches_the_caller_and_stops_the_rest() -> None:
    def fail(reason: str) -> None:
        raise ValueError(reason)

    done: list[int] = []
    pool = WorkerPool(workers=1, waiting=10)
    gate = threading.Event()
    pool.submit(0, gate.wait)
    pool.submit(0, fail, "first")
    pool.submit(0, fail, "second")
    pool.submit(0, done.append, 1)
    gate.set()
    with pytest.raises(ValueError, match="first"):
        pool.drain()
    with pytest.raises(ValueError, match="first"):
        pool.submit(0, done.append, 2)
    assert done == []
    pool.forget_failure()
    pool.submit(0, done.append, 3)
    pool.drain()
    assert done == [3]
    pool.close()


def test_all_of_many_short_calls_are_done() -> None:
    lock, done = threading.Lock(), 0

    def add() -> None:
        nonlocal done
        with lock:
            done += 1

    pool = WorkerPool(workers=4, waiting=3)
    for _ in range(500):
        pool.submit(0, add)
    pool.drain()
    assert done == 500
    pool.close()
