"""An ensemble made of runs: their checkpoints, their weights, and the views of each picture."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from segscope.config.ensemble_file import EnsembleConfig
from segscope.config.inference import InferenceConfig, MembersChoice, WeightingChoice
from segscope.errors import UsageError
from segscope.train.ensembles.context import EnsembleContext
from segscope.train.ensembles.members import LoadedMember, describe_member
from segscope.train.ensembles.source import ModelSource, find_source
from segscope.train.ensembles.weighting import Weighed
from segscope.train.resolve import resolve_target


@dataclass(frozen=True)
class EnsembleRequest:
    """What is to be made.

    Attributes:
        runs: Ids or names of trainings.
        members: What each of them gives.
        weighting: How the members are weighed.
        inference: Views, tiles and post-processing, kept with the ensemble.
    """

    runs: Sequence[str]
    members: MembersChoice = field(default_factory=lambda: MembersChoice(name="folds"))
    weighting: WeightingChoice = field(default_factory=lambda: WeightingChoice(name="uniform"))
    inference: InferenceConfig = field(default_factory=InferenceConfig)


def make_ensemble(request: EnsembleRequest, context: EnsembleContext) -> EnsembleConfig:
    """Make an ensemble.

    Raises:
        UsageError: A run is no training or kept no epochs, or there is nothing to weigh.
        StoreError: No run, or more than one, fits.
        ConfigError: The runs' classes differ.
        CheckpointError: A run has no model.
    """
    found = find_source(request.runs, context.workspace)
    if found.ensemble is not None:
        raise UsageError(f"{request.runs[0]}: an ensemble is made of runs; name the runs of its members.")
    runs = [member.run for member in found.members]
    choice = request.members
    members = tuple(
        LoadedMember(run, checkpoint)
        for run in runs
        for checkpoint in resolve_target(choice.technique)(run, context, choice.options)
    )
    source = ModelSource("ensemble", members, request.inference)
    weighting = request.weighting
    weighed: Weighed = resolve_target(weighting.technique)(source, context, weighting.options)
    described = [
        describe_member(member.run, member.checkpoint, weight)
        for member, weight in zip(members, weighed.weights, strict=True)
    ]
    kept = {name: getattr(request.inference, name) for name in InferenceConfig.model_fields}
    return EnsembleConfig(
        classes=runs[0].class_set.names, members=tuple(described), searched=weighed.searched, **kept
    )
