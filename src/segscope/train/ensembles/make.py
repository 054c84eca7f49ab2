"""An ensemble made of runs: their checkpoints, their weights, and the views of each picture."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from segscope.config.ensemble_file import EnsembleConfig
from segscope.config.inference import InferenceConfig, MembersChoice, WeightingChoice
from segscope.errors import UsageError
from segscope.train.ensembles.context import EnsembleContext
from segscope.train.ensembles.members import LoadedMember, describe_member
from segscope.train.ensembles.source import ModelSource, find_source, refuse_other_classes
from segscope.train.ensembles.weighting import Weighed
from segscope.train.load_model import picture_format
from segscope.train.predictors.build import refuse_other_formats
from segscope.train.resolve import resolve_target


@dataclass(frozen=True)
class EnsembleRequest:
    """What is to be made.

    Attributes:
        runs: Ids or names of trainings, and ensemble files, whose members join as they are: their weights
            and views are given anew.
        members: What each training gives.
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
        UsageError: A run is no training or kept no epochs, a member is named twice, the members take other
            pictures, or there is nothing to weigh.
        StoreError: No run, or more than one, fits.
        ConfigError: The runs' classes differ.
        CheckpointError: A run has no model.
    """
    if not request.runs:
        raise UsageError("name a run or an ensemble file.")
    sources = [find_source([word], context.workspace) for word in request.runs]
    runs = [member.run for source in sources for member in source.members]
    refuse_other_classes(runs)
    refuse_other_formats(map(picture_format, runs))
    members = tuple(member for source in sources for member in _joining(source, request.members, context))
    _refuse_repeated(members)
    source = ModelSource("ensemble", members, request.inference)
    weighting = request.weighting
    weighed: Weighed = resolve_target(weighting.technique)(source, context, weighting.options)
    described = [
        describe_member(member.run, member.checkpoint, weight)
        for member, weight in zip(members, weighed.weights, strict=True)
    ]
    kept = {name: getattr(request.inference, name) for name in InferenceConfig.model_fields}
    return EnsembleConfig(
        classes=source.class_set.names, members=tuple(described), searched=weighed.searched, **kept
    )


def _joining(
    source: ModelSource, choice: MembersChoice, context: EnsembleContext
) -> tuple[LoadedMember, ...]:
    """Give the checkpoints that an ensemble file names, or those that the choice takes of trainings."""
    if source.ensemble is not None:
        return source.members
    return tuple(
        LoadedMember(member.run, checkpoint)
        for member in source.members
        for checkpoint in resolve_target(choice.technique)(member.run, context, choice.options)
    )


def _refuse_repeated(members: Sequence[LoadedMember]) -> None:
    named = [(member.run.id, member.checkpoint) for member in members]
    repeated = next((one for one in named if named.count(one) > 1), None)
    if repeated is not None:
        raise UsageError(f"checkpoint {repeated[1]} of run {repeated[0]} is named twice: name it once.")
