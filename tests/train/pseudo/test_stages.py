"""Which kept epochs a teacher is compared with: those near the ends of its stages, or a sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from segscope.config.pseudo import read_method
from segscope.config.run_config import RunConfig
from segscope.engine.class_set import ClassSet
from segscope.errors import UsageError
from segscope.store.new_run import NewRun
from segscope.store.workspace import Workspace
from segscope.train.ensembles.members import LoadedMember
from segscope.train.progress import SilentWatcher
from segscope.train.pseudo.rounds import RoundsRequest, train_rounds
from segscope.train.pseudo.teacher import stage_checkpoint

Configure = Callable[..., RunConfig]


def member(config: RunConfig, folder: Path, kept: list[int]) -> LoadedMember:
    """Store a training that kept some epochs; what they hold is not asked for."""
    with Workspace.open(folder) as workspace:
        run = workspace.create_run(
            NewRun("t", config.model_dump(mode="json"), ClassSet(("floor", "cup")), samples=[])
        )
    for epoch in kept:
        (run.checkpoints_folder / f"epoch-{epoch:04d}.ckpt").touch()
    return LoadedMember(run, "best")


@pytest.mark.parametrize(
    ("kept", "stages", "expected"),
    [
        ([6, 12], 3, [6, 12]),
        ([5, 9, 13, 18], 3, [5, 13]),  # the nearest ones; the last epoch is the teacher itself
        ([4, 9, 14], 4, [4, 9, 14]),  # 4.5, 9, 13.5
    ],
)
def test_the_epochs_at_the_ends_of_the_stages_are_taken(
    kept: list[int], stages: int, expected: list[int], tiny_config: Configure, tmp_path: Path
) -> None:
    teacher = member(tiny_config("train.epochs=18"), tmp_path, kept)
    found = [stage_checkpoint(teacher, stage, stages) for stage in range(1, stages)]
    assert found == [f"epoch-{epoch:04d}" for epoch in expected]


@pytest.mark.parametrize(
    ("kept", "stages", "stage", "wanted"),
    [
        ([], 3, 1, r"\[6, 12\]"),
        ([14, 15, 16, 17, 18], 3, 1, r"\[6, 12\]"),  # train.keep_epochs=5: they agree everywhere
        ([6], 3, 2, r"\[6, 12\]"),
        ([6, 12], 6, 1, r"\[3, 6, 9, 12, 15\]"),
    ],
)
def test_no_far_epoch_stands_in_for_a_stage(
    kept: list[int], stages: int, stage: int, wanted: str, tiny_config: Configure, tmp_path: Path
) -> None:
    teacher = member(tiny_config("train.epochs=18"), tmp_path, kept)
    with pytest.raises(UsageError, match=rf"near {stage}/{stages} .* train\.keep_epochs={wanted}"):
        stage_checkpoint(teacher, stage, stages)


def test_rounds_that_would_keep_the_last_epochs_are_refused_before_anything_is_trained(
    tiny_config: Configure, tmp_path: Path
) -> None:
    config = tiny_config("train.epochs=18", "train.keep_epochs=5")
    request = RoundsRequest(config, {}, tmp_path, read_method("stable-half"))
    with Workspace.open(tmp_path / "w") as workspace:
        with pytest.raises(UsageError, match=r"set it to \[6, 12\]"):
            train_rounds(request, workspace, SilentWatcher())
        assert workspace.runs() == ()
