"""Fanout: whatever one logger does, the training and the other loggers go on."""

import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from segscope.engine.class_set import ClassSet
from segscope.errors import MissingDependencyError
from segscope.loggers import worker
from segscope.loggers.base import LoggedPicture, Logger, RunInfo
from segscope.loggers.fanout import Fanout, Patience
from segscope.loggers.memory import MemoryLogger

STAGES = ("start", "log_scalars", "log_pictures", "finish")
RUN = RunInfo("run-1", "", "nowhere", {}, ClassSet(("Paper",)))
PICTURE = LoggedPicture("val/panel/a", np.zeros((2, 3, 3), np.uint8))


class Bad(MemoryLogger):
    """Does something bad at one stage."""

    name = "bad"

    def __init__(self, stage: str, deed: Callable[[], None]) -> None:
        super().__init__()
        self.stage = stage
        self.deed = deed
        self.calls: list[str] = []

    def _called(self, stage: str) -> None:
        self.calls.append(stage)
        if stage == self.stage:
            self.deed()

    def start(self, run: RunInfo) -> None:
        self._called("start")

    def log_scalars(self, values: Mapping[str, float], step: int) -> None:
        self._called("log_scalars")

    def log_pictures(self, pictures: Sequence[LoggedPicture], step: int) -> None:
        self._called("log_pictures")

    def finish(self, status: str) -> None:
        self._called("finish")


def raising(error: BaseException) -> Callable[[], None]:
    def deed() -> None:
        raise error

    return deed


def use(fanout: Fanout) -> None:
    fanout.start(RUN)
    for step in (1, 2):
        fanout.log_scalars({"train/loss": 1 / step}, step)
        fanout.log_pictures([PICTURE], step)
    fanout.finish("finished")
    fanout.finish("finished")


@pytest.fixture
def hang() -> Iterator[Callable[[], None]]:
    """A deed without an end, ended after the test so that no thread stays."""
    event = threading.Event()

    def deed() -> None:
        event.wait()

    yield deed
    event.set()


def assert_complete(memory: MemoryLogger) -> None:
    assert memory.run == RUN
    assert memory.scalars == {"train/loss": [(1, 1.0), (2, 0.5)]}
    assert memory.pictures == {"val/panel/a": [(1, PICTURE), (2, PICTURE)]}
    assert memory.status == "finished"


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(
    "error", [OSError("disk full\nmore"), SystemExit(3), AssertionError(), KeyError("x")]
)
def test_a_failure_is_reported_once_and_the_others_get_everything(stage: str, error: BaseException) -> None:
    reports: list[str] = []
    first, last, bad = MemoryLogger(), MemoryLogger(), Bad(stage, raising(error))

    use(Fanout([first, bad, last], reports.append))

    assert len(reports) == 1
    assert reports[0].startswith("bad ")
    assert type(error).__name__ in reports[0]
    assert "\n" not in reports[0]
    assert bad.calls.count(stage) == (2 if stage == "finish" else 1)
    assert_complete(first)
    assert_complete(last)


def test_a_missing_package_is_reported_with_what_to_install() -> None:
    reports: list[str] = []

    use(Fanout([Bad("start", raising(MissingDependencyError("wandb", "wandb")))], reports.append))

    assert len(reports) == 1
    assert "pip install 'segscope[wandb]'" in reports[0]
    assert "MissingDependencyError" not in reports[0]


@pytest.mark.parametrize("stage", STAGES)
def test_a_logger_that_hangs_is_left_behind(stage: str, hang: Callable[[], None]) -> None:
    reports: list[str] = []
    memory, bad = MemoryLogger(), Bad(stage, hang)
    fanout = Fanout([bad, memory], reports.append, Patience(start=0.05, queue=0.05, finish=0.05))

    use(fanout)

    assert len(reports) == 1
    assert reports[0].startswith("bad ")
    assert "left to itself" in reports[0]
    assert_complete(memory)


def test_a_queue_that_is_full_costs_the_logger_its_place(
    hang: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_QUEUED_CALLS", 3)
    reports: list[str] = []
    memory = MemoryLogger()
    bad = Bad("log_scalars", hang)
    fanout = Fanout([bad, memory], reports.append, Patience(start=1, queue=0.01, finish=5))
    fanout.start(RUN)
    for step in range(20):
        fanout.log_scalars({"train/loss": 1.0}, step)
    fanout.finish("finished")

    assert len(reports) == 1
    assert "has not answered" in reports[0]
    assert [step for step, _ in memory.scalars["train/loss"]] == list(range(20))


def test_pictures_that_nobody_takes_do_not_fill_the_memory(
    hang: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_QUEUED_BYTES", 10_000)
    reports: list[str] = []
    memory = MemoryLogger()
    fanout = Fanout(
        [Bad("log_pictures", hang), memory], reports.append, Patience(start=1, queue=0.5, finish=5)
    )
    fanout.start(RUN)
    large = LoggedPicture("val/panel/a", np.zeros((40, 50, 3), np.uint8))  # 6,000 bytes
    for step in range(5):
        fanout.log_pictures([large], step)
        fanout.log_scalars({"train/loss": 1.0}, step)
    fanout.finish("finished")

    assert len(reports) == 1
    assert "of pictures waited" in reports[0]
    assert [step for step, _ in memory.pictures["val/panel/a"]] == list(range(5))


def test_values_changed_after_the_call_are_written_as_they_were() -> None:
    memory = MemoryLogger()
    fanout = Fanout([memory], raising_report)
    values = {"train/loss": 1.0}
    for step in range(50):
        values["train/loss"] = float(step)
        fanout.log_scalars(values, step)
    fanout.finish("finished")

    assert memory.scalars["train/loss"] == [(step, float(step)) for step in range(50)]


def test_what_was_left_out_and_how_to_look_is_collected_by_name() -> None:
    class Limited(MemoryLogger):
        name = "limited"
        hint = "look here"

        @property
        def left_out(self) -> Sequence[str]:
            return ("2 pictures were left out.",)

    fanout: Logger = Fanout([MemoryLogger(), Limited()], raising_report)
    fanout.start(RUN)
    fanout.finish("finished")

    assert fanout.left_out == ["limited: 2 pictures were left out."]
    assert fanout.hint == "look here"


def test_calls_from_several_threads_all_arrive_and_a_failure_is_reported_once() -> None:
    reports: list[str] = []
    memory = MemoryLogger()
    fanout = Fanout([memory, Bad("log_scalars", raising(OSError("gone")))], reports.append)

    def train(key: str) -> None:
        for step in range(200):
            fanout.log_scalars({key: 1.0}, step)

    threads = [threading.Thread(target=train, args=(key,)) for key in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    fanout.finish("finished")

    assert {key: [step for step, _ in points] for key, points in memory.scalars.items()} == {
        key: list(range(200)) for key in "abcd"
    }
    assert len(reports) == 1


def test_a_script_that_ends_without_finishing_loses_nothing(tmp_path: Path) -> None:
    script = textwrap.dedent("""
        import sys, time
        from segscope.engine.class_set import ClassSet
        from segscope.loggers.base import RunInfo
        from segscope.loggers.fanout import Fanout
        from segscope.loggers.memory import MemoryLogger
        class Slow(MemoryLogger):
            def log_scalars(self, values, step):
                time.sleep(0.002)
            def finish(self, status):
                open(sys.argv[1], "w").write(status)
        fanout = Fanout([Slow()], print)
        fanout.start(RunInfo("run-1", "", "", {}, ClassSet(("Paper",))))
        for step in range(100):
            fanout.log_scalars({"train/loss": 1.0}, step)
        raise ValueError("a mistake in the training script")
    """)

    ended = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "status")], capture_output=True, text=True, check=False
    )

    assert "a mistake in the training script" in ended.stderr
    assert (tmp_path / "status").read_text() == "failed"


def test_no_loggers_are_no_trouble() -> None:
    use(Fanout([], raising_report))


def test_the_threads_end_with_the_run() -> None:
    before = threading.active_count()
    use(Fanout([MemoryLogger(), Bad("log_scalars", raising(OSError()))], list[str]().append))
    for thread in threading.enumerate():
        if thread.name.startswith("segscope-"):
            thread.join(timeout=5)

    assert threading.active_count() <= before


def raising_report(sentence: str) -> None:
    raise AssertionError(sentence)
