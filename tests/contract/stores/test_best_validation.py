"""The best validation: chosen among scores that can be compared and that no resume has superseded."""

import math
import random
from dataclasses import replace

from segscope.store import Workspace
from tests.contract.stores.stored import Open, key, new_run, store, tables, validate


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


def test_a_validation_that_a_resume_overtakes_is_stored_as_superseded(open_workspace: Open) -> None:
    run = open_workspace().create_run(new_run())
    writer = run.begin_validation(key(20))
    open_workspace().run(run.id).new_attempt(10)
    stored = writer.commit(tables(run), {"miou": 0.5}, seconds={}, monitor="miou", kept_samples=[])
    assert not stored.is_best
    assert run.validations() == ()
    assert run.validations(superseded=True) == (stored,)


def test_overviews_say_what_each_run_says(workspace: Workspace) -> None:
    draw = random.Random(5)
    for number in range(12):
        run = workspace.create_run(new_run(str(number)))
        for step in sorted(draw.sample(range(1, 9), draw.randrange(0, 5))):
            score = draw.choice([math.nan, 0.3, 0.5, 0.5, draw.random()])
            validate(run, 10 * step, score, split=draw.choice(["val", "val", "train"]))
            if draw.random() < 0.3:
                run.new_attempt(draw.randrange(0, 80))
        if draw.random() < 0.5:
            run.set_status(draw.choice(["finished", "failed"]))
    runs = tuple(reversed(workspace.runs()))
    overviews = workspace.overviews()
    assert [o.run.id for o in overviews] == [run.id for run in runs]
    assert [o.status for o in overviews] == [run.shown_status for run in runs]
    assert [o.best for o in overviews] == [run.best_validation(run.main_split) for run in runs]
    assert sum(o.best is not None for o in overviews) >= 4
