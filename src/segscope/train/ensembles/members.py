"""Which checkpoints a training gives to an ensemble, and members loaded from an ensemble's file."""

from dataclasses import dataclass

from segscope.config.catalogue.ensembles import EpochMembersOptions
from segscope.config.catalogue.technique import Options
from segscope.config.ensemble_file import EnsembleConfig, Member
from segscope.errors import CheckpointError, ConfigError, StoreError, UsageError
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.checkpoint import checkpoint_hash
from segscope.train.ensembles.context import EnsembleContext
from segscope.train.kept_epochs import epoch_name, kept_epochs


@dataclass(frozen=True)
class LoadedMember:
    """A member whose run was found.

    Attributes:
        run: The training.
        checkpoint: The checkpoint's name.
        weight: How much it counts.
    """

    run: Run
    checkpoint: str
    weight: float = 1.0


def best_checkpoint(run: Run, context: EnsembleContext, options: Options) -> tuple[str, ...]:
    """Name the checkpoint of the run's best validation."""
    del run, context, options
    return ("best",)


def kept_checkpoints(run: Run, context: EnsembleContext, options: EpochMembersOptions) -> tuple[str, ...]:
    """Name the checkpoints of the kept epochs, in order.

    Raises:
        UsageError: The run kept none, or fewer than are asked for.
    """
    del context
    epochs = kept_epochs(run.checkpoints_folder)
    if not epochs:
        raise UsageError(
            f"run {run.id} kept no epochs: train with train.keep_epochs=N (the last N) or a list."
        )
    if options.last > len(epochs):
        raise UsageError(f"run {run.id} kept {len(epochs)} epochs, and {options.last} are asked for.")
    return tuple(epoch_name(epoch) for epoch in epochs[-options.last :])


def describe_member(run: Run, checkpoint: str, weight: float = 1.0) -> Member:
    """Make the entry of an ensemble's file.

    Raises:
        CheckpointError: There is no such checkpoint.
    """
    path = run.checkpoints_folder / f"{checkpoint}.ckpt"
    return Member(run=run.id, checkpoint=checkpoint, weight=weight, sha256=checkpoint_hash(path))


def find_members(ensemble: EnsembleConfig, workspace: Workspace) -> list[LoadedMember]:
    """Find the members' runs, and check that their checkpoints are those the ensemble was made with.

    Members of weight 0 are left out: nothing is asked of them, and no picture has a word of them alone.

    Raises:
        StoreError: A run is not in the workspace.
        CheckpointError: A checkpoint is missing, or is another one by now.
        ConfigError: A member has other classes.
    """
    found = []
    for member in ensemble.members:
        if member.weight == 0:
            continue
        try:
            run = workspace.run(member.run)
        except StoreError as error:
            raise StoreError(f"the ensemble's member {member.run} cannot be found: {error}") from error
        path = run.checkpoints_folder / f"{member.checkpoint}.ckpt"
        if checkpoint_hash(path) != member.sha256:
            raise CheckpointError(
                f"{path} is not the checkpoint that the ensemble was made with (its SHA-256 differs): make "
                "the ensemble again with `segscope ensemble`."
            )
        if run.class_set.names != ensemble.classes:
            raise ConfigError(f"run {run.id} has other classes than the ensemble: make the ensemble again.")
        found.append(LoadedMember(run, member.checkpoint, member.weight))
    return found
