"""What moved since the last look, on each database; whole trainings are followed in tests/web."""

from segscope.store import Workspace
from segscope.store.notebook import Notebook
from segscope.store.pulse import Heart, Pulse, RunPulse
from segscope.store.run_lock import training_lock
from tests.contract.stores.stored import Open, new_run, validate


def test_nothing_moves_by_itself(workspace: Workspace) -> None:
    run = workspace.create_run(new_run())
    heart = Heart(workspace.database, workspace.folder)
    with training_lock(run):
        assert heart.beat() == Pulse(0, ())
        assert [heart.beat() for _ in range(3)] == [Pulse(None, ())] * 3


def test_what_another_process_writes_is_seen_once(open_workspace: Open) -> None:
    mine, others = open_workspace(), open_workspace()
    heart = Heart(mine.database, mine.folder)
    heart.beat()
    Notebook(others.database).add({"title": "a"})
    assert heart.beat() == Pulse(2, ())
    run = others.create_run(new_run())
    with training_lock(run):
        assert heart.beat() == Pulse(None, (RunPulse(run.id, "running"),))
        run.log_curves({step: {"train/loss": 1.0, "lr": 0.1} for step in (1, 30, 4)})
        assert heart.beat().runs == (RunPulse(run.id, "running", 0, 30),)
        run.new_attempt(from_step=10)
        run.log_scalars({"train/loss": 1.0}, step=11)
        assert heart.beat().runs == (RunPulse(run.id, "running", 0, 11),)
        validate(run, 40, 0.5)
        assert heart.beat().runs == (RunPulse(run.id, "running", 1, 40),)
        assert heart.beat() == Pulse(None, ())
    assert heart.beat().runs == (RunPulse(run.id, "stopped", 1, 40),)
    run.set_status("finished")
    assert heart.beat().runs == (RunPulse(run.id, "finished", 1, 40),)
    others.delete_run(run)
    assert heart.beat() == Pulse(None, (RunPulse(run.id, None),))
    assert heart.beat() == Pulse(None, ())


def test_a_run_that_ended_before_it_was_seen_is_told(workspace: Workspace) -> None:
    heart = Heart(workspace.database, workspace.folder)
    heart.beat()
    gone, run = (workspace.create_run(new_run(name)) for name in "ab")
    run.set_status("failed")
    workspace.delete_run(gone)
    assert heart.beat().runs == (RunPulse(run.id, "failed"),)
