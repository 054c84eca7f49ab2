"""What every store keeps: the same tests on SQLite and on PostgreSQL."""

import csv
import math
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
import yaml

from segscope.engine import count
from segscope.engine.class_set import ClassSet
from segscope.engine.count_tables import CountTables
from segscope.errors import StoreError
from segscope.store import NewRun, Run, SampleRow, Validation, ValidationKey, Workspace
from segscope.store.validation_folders import ClaimedFolder
from segscope.store.validations import read_validations

CLASSES = ClassSet(("sky", "road", "자동차"), ids=(7, 9, 300), ignore_id=255, unknown=2)
Open = Callable[[], Workspace]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Give the URL of a PostgreSQL server that lives for this session, on a socket of its own."""
    if shutil.which("initdb") is None:
        pytest.skip("initdb is not found: install PostgreSQL to run the store's contract on it")
    # the server refuses to run as root, and a socket's path may have 107 bytes at most
    owner = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="segscope-pg-"))
    if owner is not None:
        shutil.chown(folder, owner)

    def call(*command: str) -> None:
        subprocess.run(command, user=owner, check=True, cwd=folder, stdout=subprocess.DEVNULL, timeout=60)

    call("initdb", "-D", f"{folder}/data", "-U", "segscope", "--auth=trust", "--no-sync", "-E", "UTF8")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    call("pg_ctl", "-D", f"{folder}/data", "-o", options, "-l", f"{folder}/log", "-w", "start")
    try:
        yield f"postgresql://segscope@/postgres?host={folder}"
    finally:
        call("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of an empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/store.db"
        return
    server = request.getfixturevalue("postgres")
    name = f"test_{random.getrandbits(48):x}"
    admin = sa.create_engine(
        server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield server.replace("/postgres?", f"/{name}?")
    with admin.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def open_workspace(url: str, tmp_path: Path) -> Iterator[Open]:
    """Give a function that opens the same workspace anew each time."""
    opened = []

    def open_it() -> Workspace:
        opened.append(Workspace.open(tmp_path / "workspace", url=url))
        return opened[-1]

    yield open_it
    for workspace in opened:
        workspace.close()


@pytest.fixture
def workspace(open_workspace: Open) -> Workspace:
    return open_workspace()


def new_run(name: str = "baseline", samples: int = 4) -> NewRun:
    rows = [SampleRow("val", f"scene/{i}", f"/data/{i}.png", group="scene") for i in range(samples)]
    return NewRun(name=name, config={"seed": 1}, class_set=CLASSES, samples=rows, label_hash="abc")


def key(step: int, split: str = "val") -> ValidationKey:
    return ValidationKey(step // 10, step, split, "rule-1", CLASSES.ignore, "hash")


def tables(run: Run, seed: int = 0) -> CountTables:
    rng = np.random.default_rng(seed)
    names = [row.id for row in run.samples("val")]
    pairs = rng.integers(0, 3, (len(names), 2, 8, 9), dtype=np.uint8)
    return CountTables.from_counts(names, [count(a, b, num_classes=3, ignore=255) for a, b in pairs])


def validate(run: Run, step: int, miou: float, split: str = "val") -> Validation:
    """Store a validation of one picture a sample, all of class ``step % 3``."""
    return store(run, key(step, split), miou)


def store(run: Run, of: ValidationKey, score: float, monitor: str = "miou") -> Validation:
    writer = run.begin_validation(of)
    filled = np.full((5, 6), of.step % 3, np.uint8)
    for row in run.samples("val"):
        writer.write_prediction(row.id, filled, np.full((5, 6), 200, np.uint8))
    counts = tables(run, of.step)
    return writer.commit(
        counts, {monitor: score}, seconds={"forward": 1.5}, monitor=monitor, kept_samples=["scene/1"]
    )


def test_everything_that_a_run_begins_with_is_there_after_reopening(open_workspace: Open) -> None:
    rows = [
        SampleRow("train", "b/2", "/data/b 2.png", None, "ff"),
        SampleRow("train", "a/1", "/data/a,1.png", "g"),
        SampleRow("val", "b/2", '/data/"v".png'),
    ]
    new = NewRun(
        name="first",
        config={"lr": 1e-3, "clip": math.inf, "sizes": (1, 2), "말": "값"},
        class_set=CLASSES,
        samples=rows,
        kind="import",
        data_root="/data",
        data_layout="coco",
        label_hash="abc",
        seed=7,
        environment={"torch": "2.11", "cuda": None},
        user="mia",
    )
    run = open_workspace().run(open_workspace().create_run(new).id)
    assert (run.name, run.kind, run.status, run.user, run.seed) == ("first", "import", "running", "mia", 7)
    assert (run.data_root, run.data_layout, run.label_hash) == ("/data", "coco", "abc")
    assert run.config == {"lr": 1e-3, "clip": math.inf, "sizes": [1, 2], "말": "값"}
    assert run.class_set == CLASSES
    assert run.environment == {"torch": "2.11", "cuda": None}
    assert run.samples() == tuple(rows)
    assert run.samples("train") == tuple(rows[:2])
    assert abs(time.time() - run.created_at.timestamp()) < 60
    assert yaml.safe_load((run.folder / "config.yaml").read_text()) == run.config
    with open(run.folder / "split.csv", encoding="utf-8", newline="") as stream:
        assert [row["image"] for row in csv.DictReader(stream)] == [row.image_path for row in rows]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a'; DROP TABLE runs;--", "한글 🚮", "", "x" * 5000])
def test_a_name_is_only_text(workspace: Workspace, name: str) -> None:
    run = workspace.create_run(new_run(name))
    assert workspace.run(run.id).name == name
    assert run.folder.parent == workspace.folder / "runs"
    assert run.folder.is_dir()


def test_a_name_that_no_database_can_hold_is_refused(workspace: Workspace) -> None:
    with pytest.raises(StoreError, match="rename"):
        workspace.create_run(new_run("a\0b"))
    with pytest.raises(StoreError, match="rename"):
        workspace.create_run(new_run("a\udcffb"))


def test_a_run_is_found_by_id_name_and_beginning(workspace: Workspace) -> None:
    first, second = workspace.create_run(new_run("dice")), workspace.create_run(new_run("dice plus ce"))
    assert workspace.run(first.id).id == first.id
    assert workspace.run("dice").id == first.id
    assert workspace.run("dice p").id == second.id
    assert [run.id for run in workspace.runs()] == [second.id, first.id]
    with pytest.raises(StoreError, match="fits 2 runs"):
        workspace.run("di")
    with pytest.raises(StoreError, match="no run 'focal'"):
        workspace.run("focal")


def test_runs_are_chosen_by_status_and_kind(workspace: Workspace) -> None:
    first, second = workspace.create_run(new_run()), workspace.create_run(new_run())
    first.set_status("finished", "all epochs done")
    assert [run.id for run in workspace.runs(status="running")] == [second.id]
    assert workspace.runs(kind="import") == ()
    assert [run.id for run in workspace.runs(limit=1)] == [second.id]
    assert [event.message for event in first.events()] == ["running", "finished: all epochs done"]


def test_a_parent_must_exist(workspace: Workspace) -> None:
    parent = workspace.create_run(new_run())
    child = NewRun(name="c", config={}, class_set=CLASSES, samples=[], parent_id=parent.id)
    assert workspace.create_run(child).parent_id == parent.id
    orphan = NewRun(name="c", config={}, class_set=CLASSES, samples=[], parent_id="20200101-000000-none")
    with pytest.raises(StoreError, match="parent"):
        workspace.create_run(orphan)
    assert len(list((workspace.folder / "runs").iterdir())) == len(workspace.runs()) == 2


def test_curves_keep_every_float_and_the_newest_value_of_a_step(workspace: Workspace) -> None:
    run = workspace.create_run(new_run())
    values = [0.1, math.nan, math.inf, -math.inf, 1e308, 5e-324, -0.0, float(np.float32(0.1))]
    run.log_curves({step: {"train/loss": 9.9} for step in range(len(values))})
    for step, value in enumerate(values):
        run.log_scalars({"train/loss": value, "val/iou/종이": 1.0}, step)
    read = [value for _, value in run.scalars("train/loss")]
    np.testing.assert_array_equal(read, np.array(values, dtype=np.float64))
    assert run.scalar_keys() == ("train/loss", "val/iou/종이")
    assert run.scalars("nothing") == ()


@pytest.mark.parametrize("seed", range(3))
def test_a_curve_shows_one_value_a_step_after_any_chain_of_resumes(workspace: Workspace, seed: int) -> None:
    rng, run, truth = random.Random(seed), workspace.create_run(new_run()), dict[int, float]()
    step = 0
    for attempt in range(rng.randint(2, 5)):
        if attempt > 0:
            step = rng.randint(0, step)  # the checkpoint that training goes on from
            run.new_attempt(step)
            truth = {known: value for known, value in truth.items() if known <= step}
        for _ in range(rng.randint(1, 6)):
            step += 1
            truth[step] = rng.random()
            run.log_scalars({"loss": truth[step]}, step)
    assert dict(run.scalars("loss")) == truth
    assert [at for at, _ in run.scalars("loss")] == sorted(truth)


def test_a_validation_is_seen_only_when_it_is_whole(open_workspace: Open) -> None:
    run = open_workspace().create_run(new_run())
    other = open_workspace().run(run.id)
    writer = run.begin_validation(key(10))
    writer.write_prediction("scene/0", np.zeros((2, 2), np.uint8))
    assert other.validations() == ()
    stored = writer.commit(
        tables(run), {"miou": 0.5, "iou": [0.5, math.nan]}, seconds={}, monitor="miou", kept_samples=[]
    )
    (seen,) = other.validations()
    assert seen.key == stored.key == key(10)
    assert (seen.index, seen.attempt, seen.num_images, seen.is_best, seen.kept) == (1, 1, 4, True, "all")
    assert seen.scores["miou"] == 0.5
    assert math.isnan(seen.scores["iou"][1])


def _begin_and_die(run: Run) -> None:
    run.begin_validation(key(10)).write_prediction("scene/9", np.zeros((2, 2), np.uint8))
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_killed_writer_left_is_cleared_by_the_next(workspace: Workspace) -> None:
    run = workspace.create_run(new_run())
    assert _in_processes(1, lambda _: _begin_and_die(run)) == [-signal.SIGKILL]
    (left_over,) = run.dead_validation_folders()
    stored = validate(run, 10, 0.5)
    assert stored.folder == left_over
    assert run.prediction(stored, "scene/9") is None
    assert run.prediction(stored, "scene/1") is not None


def test_two_writers_of_one_run_do_not_meet(open_workspace: Open) -> None:
    run = open_workspace().create_run(new_run())
    slow = open_workspace().run(run.id).begin_validation(key(10))
    slow.write_prediction("scene/1", np.zeros((5, 6), np.uint8))
    quick = validate(run, 20, 0.7)
    assert run.dead_validation_folders() == []
    late = slow.commit(tables(run), {"miou": 0.5}, seconds={}, monitor="miou", kept_samples=[])
    assert (late.index, quick.index) == (1, 2)
    assert run.prediction(late, "scene/1") is not None
    assert [v.index for v in run.validations()] == [1, 2]
    assert validate(run, 30, 0.1).index == 3


def test_an_abandoned_validation_leaves_nothing(workspace: Workspace) -> None:
    run = workspace.create_run(new_run())
    writer = run.begin_validation(key(10))
    writer.abandon()
    assert not writer.folder.exists()
    assert validate(run, 10, 0.5).index == 1


def test_tables_and_predictions_come_back_as_they_were(open_workspace: Open) -> None:
    run = open_workspace().create_run(new_run())
    stored = validate(run, 11, 0.5)
    again = open_workspace().run(run.id)
    read, written = again.load_tables(stored), tables(run, 11)
    assert (read.images, read.num_classes) == (written.images, 3)
    for name, column in written.columns.items():
        np.testing.assert_array_equal(read.columns[name], column)
    np.testing.assert_array_equal(read.wrong, written.wrong)
    prediction = again.prediction(stored, "scene/3")
    assert prediction is not None
    np.testing.assert_array_equal(prediction, np.full((5, 6), 2))
    np.testing.assert_array_equal(again.confidence(stored, "scene/3"), np.full((5, 6), 200))


def test_the_best_is_the_first_of_the_highest_score_and_never_nan(workspace: Workspace) -> None:
    run = workspace.create_run(new_run())
    validate(run, 10, math.nan)
    assert run.best_validation() is None
    for step, miou in ((20, 0.4), (30, 0.6), (40, 0.6), (50, 0.5)):
        validate(run, step, miou)
    validate(run, 50, 0.9, split="train")
    best, of_train = run.best_validation(), run.best_validation("train")
    assert best is not None
    assert of_train is not None
    assert (best.key.step, of_train.key.step) == (30, 50)
    assert [v.is_best for v in run.validations("val")] == [False, False, True, False, False]


def test_a_resume_supersedes_later_validations_and_their_best(workspace: Workspace) -> None:
    run = workspace.create_run(new_run())
    for step, miou in ((10, 0.4), (20, 0.9), (30, 0.5)):
        validate(run, step, miou)
    assert run.new_attempt(10) == 2
    assert [v.key.step for v in run.validations()] == [10]
    best = run.best_validation()
    assert best is not None
    assert best.key.step == 10
    again = validate(run, 20, 0.3)
    assert (again.index, again.attempt, again.is_best) == (4, 2, False)
    assert [v.index for v in run.validations()] == [1, 4]
    assert [v.index for v in run.validations(superseded=True)] == [1, 2, 3, 4]


def test_pruning_keeps_best_and_last_whole_and_the_kept_samples_of_all(workspace: Workspace) -> None:
    run = workspace.create_run(new_run())
    for step, miou in ((10, 0.4), (20, 0.9), (30, 0.5), (40, 0.6)):
        validate(run, step, miou)
        run.prune_validations()
    kept = {v.key.step: (v.kept, len(list(v.predictions_folder.iterdir()))) for v in run.validations()}
    assert kept == {10: ("some", 2), 20: ("all", 8), 30: ("some", 2), 40: ("all", 8)}
    first = run.validations()[0]
    assert run.prediction(first, "scene/1") is not None
    assert run.confidence(first, "scene/1") is not None
    assert run.prediction(first, "scene/0") is None
    assert len(run.load_tables(first).images) == 4


def test_the_best_is_chosen_among_scores_that_can_be_compared(workspace: Workspace) -> None:
    run = workspace.create_run(new_run())
    base = key(10)
    for changed in ({"rule": "rule-0"}, {"split_hash": "fewer"}, {"ignore": 254}):
        store(run, replace(base, **changed), 0.9)
    store(run, base, 0.9, monitor="pixel_accuracy")
    validate(run, 20, 0.5)
    validate(run, 30, 0.4)
    assert [v.is_best for v in run.validations("val")] == [False, False, False, False, True, False]
    store(run, replace(key(40), rule="rule-0"), 0.1)
    assert [v.index for v in run.validations() if v.is_best] == [1]
    store(run, replace(key(50), rule="rule-2"), math.nan)
    assert run.best_validation() is None


def test_what_another_process_stores_while_one_prunes_stays_whole(
    open_workspace: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = open_workspace().create_run(new_run())
    other = open_workspace().run(run.id)
    validate(run, 10, 0.5)
    validate(run, 20, 0.4)

    def read_and_be_overtaken(*args: Any, **options: Any) -> tuple[Validation, ...]:
        found = read_validations(*args, **options)
        with monkeypatch.context() as context:
            context.setattr("segscope.store.runs.read_validations", read_validations)
            validate(other, 30 + len(other.validations()), 0.3)
        return found

    monkeypatch.setattr("segscope.store.runs.read_validations", read_and_be_overtaken)
    run.prune_validations()
    assert [v.kept for v in other.validations()] == ["all"] * 4


def test_pruning_leaves_the_picture_of_all_classes_alone_of_what_is_neither_best_nor_last(
    workspace: Workspace,
) -> None:
    run = workspace.create_run(new_run())
    for step, miou in ((10, 0.4), (20, 0.9), (30, 0.5)):
        panels = validate(run, step, miou).panels_folder
        panels.mkdir()
        for name in ("all-classes.png", "class-0.png", "class-12.png"):
            (panels / name).write_bytes(b"x" * 1000)
    assert run.prune_validations() > 2000
    kept = [sorted(path.name for path in v.panels_folder.iterdir()) for v in run.validations()]
    whole = ["all-classes.png", "class-0.png", "class-12.png"]
    assert kept == [["all-classes.png"], whole, whole]
    (run.validations()[0].panels_folder / "class-0.png").write_bytes(b"x" * 1000)  # drawn a moment too late
    assert workspace.gc() == 1000


def test_processes_that_prune_the_same_files_do_not_stop_each_other(workspace: Workspace) -> None:
    run = workspace.create_run(new_run(samples=200))
    for step in (10, 20, 30, 40):
        validate(run, step, 0.1)

    def prune(_: int) -> None:
        run.prune_validations()

    assert _in_processes(4, prune) == [0] * 4
    assert [v.kept for v in run.validations()] == ["all", "some", "some", "all"]
    assert len(list(run.validations()[1].predictions_folder.iterdir())) == 2


def test_ctrl_c_in_the_moment_of_the_commit_keeps_what_was_stored(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = workspace.create_run(new_run())

    def interrupted(_: ClaimedFolder) -> None:
        raise KeyboardInterrupt

    writer = run.begin_validation(key(10))
    writer.write_prediction("scene/0", np.zeros((2, 2), np.uint8))
    with monkeypatch.context() as context:
        context.setattr(ClaimedFolder, "release", interrupted)
        with pytest.raises(KeyboardInterrupt):
            writer.commit(tables(run), {"miou": 0.5}, seconds={}, monitor="miou", kept_samples=[])
    writer.abandon()
    (stored,) = run.validations()
    assert run.prediction(stored, "scene/0") is not None
    assert len(run.load_tables(stored).images) == 4
    assert validate(run, 20, 0.5).index == 2


def test_a_validation_that_a_resume_overtakes_is_stored_as_superseded(open_workspace: Open) -> None:
    run = open_workspace().create_run(new_run())
    writer = run.begin_validation(key(20))
    open_workspace().run(run.id).new_attempt(10)
    stored = writer.commit(tables(run), {"miou": 0.5}, seconds={}, monitor="miou", kept_samples=[])
    assert not stored.is_best
    assert run.validations() == ()
    assert run.validations(superseded=True) == (stored,)


def test_deleting_a_run_takes_its_rows_and_files_and_no_other(workspace: Workspace) -> None:
    run, other = workspace.create_run(new_run("a")), workspace.create_run(new_run("b"))
    for each in (run, other):
        validate(each, 10, 0.5)
        each.log_scalars({"x": 1.0}, 1)
    size = run.size_bytes()
    assert workspace.delete_run(run) == size > 0
    assert not run.folder.exists()
    assert [left.id for left in workspace.runs()] == [other.id]
    assert len(other.validations()) == 1
    assert other.scalars("x") == ((1, 1.0),)
    with pytest.raises(StoreError, match="was deleted"):
        _ = run.status
    with workspace.database.read() as connection:
        left_over = connection.scalar(sa.text("SELECT count(*) FROM samples")), len(other.samples())
    assert left_over == (4, 4)


def test_a_store_of_a_newer_version_is_refused_with_a_sentence(open_workspace: Open) -> None:
    with open_workspace().database.write() as connection:
        connection.execute(
            sa.text("INSERT INTO migrations (name, applied_at) VALUES ('9999-later', '2030-01-01')")
        )
    with pytest.raises(StoreError, match=r"newer segscope.*9999-later.*update"):
        open_workspace()


def _in_processes(number: int, work: Callable[[int], None]) -> list[int | None]:
    """Fork processes that work at the same time, and give their exit codes."""
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=work, args=(index,)) for index in range(number)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    return [process.exitcode for process in processes]


def test_sixteen_processes_open_a_fresh_store_at_once(url: str, tmp_path: Path) -> None:
    def open_and_write(index: int) -> None:
        with Workspace.open(tmp_path / "w", url=url) as workspace:
            workspace.create_run(new_run(f"run {index}"))

    assert _in_processes(16, open_and_write) == [0] * 16
    with Workspace.open(tmp_path / "w", url=url) as workspace:
        assert sorted(run.name for run in workspace.runs()) == sorted(f"run {i}" for i in range(16))


def test_eight_processes_write_at_once_on_connections_of_their_own(workspace: Workspace) -> None:
    run = workspace.create_run(new_run())  # opened before the fork: no child may use this connection

    def write(index: int) -> None:
        for step in range(20):
            run.log_scalars({f"loss/{index}": float(step)}, step)
            assert len(run.scalars(f"loss/{index}")) == step + 1

    assert _in_processes(8, write) == [0] * 8
    for index in range(8):
        assert run.scalars(f"loss/{index}") == tuple((step, float(step)) for step in range(20))


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_write_after_the_server_dropped_the_connection_succeeds(workspace: Workspace) -> None:
    run = workspace.create_run(new_run())
    with workspace.database.read() as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        ours = connection.scalar(sa.text("SELECT pg_backend_pid()"))
    admin = sa.create_engine(workspace.database._engine.url)
    with admin.connect() as connection:
        connection.execute(sa.text(f"{others} AND pid = {ours}"))
    admin.dispose()
    run.log_scalars({"loss": 1.0}, 1)
    assert run.scalars("loss") == ((1, 1.0),)


def _write_for_ever(run: Run, acknowledged: Connection) -> None:
    for step in range(1_000_000):
        run.log_scalars({"loss": float(step)}, step)
        acknowledged.send(("point", step))
        if step % 5 == 0:
            acknowledged.send(("validation", validate(run, step, 0.5).index))


@pytest.mark.parametrize("seed", range(3))
def test_kill_9_of_a_writer_loses_nothing_that_was_acknowledged(open_workspace: Open, seed: int) -> None:
    run = open_workspace().create_run(new_run())
    ours, theirs = multiprocessing.Pipe(duplex=False)
    writer = multiprocessing.get_context("fork").Process(target=_write_for_ever, args=(run, theirs))
    writer.start()
    theirs.close()
    assert ours.poll(60)
    time.sleep(random.Random(seed).uniform(0.0, 0.4))
    assert writer.pid is not None
    os.kill(writer.pid, signal.SIGKILL)
    writer.join(60)
    promised = []
    while ours.poll(0.1):
        try:
            promised.append(ours.recv())
        except EOFError:
            break
    again = open_workspace().run(run.id)
    points = dict(again.scalars("loss"))
    assert {step for kind, step in promised if kind == "point"} <= points.keys()
    assert all(value == step for step, value in points.items())
    stored = {v.index: v for v in again.validations()}
    assert {index for kind, index in promised if kind == "validation"} <= stored.keys()
    for validation in stored.values():
        assert len(again.load_tables(validation).images) == 4
        assert all(again.prediction(validation, row.id) is not None for row in again.samples("val"))
    validate(again, 10_000, 0.7)
