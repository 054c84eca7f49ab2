"""How the members of an ensemble are weighed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from segscope.config.catalogue.ensembles import WeightSearchOptions
from segscope.config.catalogue.technique import Options
from segscope.errors import UsageError
from segscope.train.ensembles.context import EnsembleContext
from segscope.train.ensembles.drawn_pixels import draw_pixels
from segscope.train.ensembles.honest import HonestSample, find_honest_samples
from segscope.train.ensembles.members import LoadedMember
from segscope.train.ensembles.source import ModelSource
from segscope.train.ensembles.weight_search import search_weights
from segscope.train.inference_device import inference_fabric
from segscope.train.load_model import load_model
from segscope.train.predictors.build import build_predictor

_SAYS_NOTHING_OF_THE_KIND = ("name", "notes", "tags", "parent", "loggers")


@dataclass(frozen=True)
class Weighed:
    """Weights of members.

    Attributes:
        weights: One a member, summing to 1.
        searched: How they were found and what they brought, as plain values; empty for equal weights.
    """

    weights: tuple[float, ...]
    searched: dict[str, Any]


def uniform(source: ModelSource, context: EnsembleContext, options: Options) -> Weighed:
    """Give every member the same weight."""
    del context, options
    return Weighed((1 / len(source.members),) * len(source.members), {})


def search(source: ModelSource, context: EnsembleContext, options: WeightSearchOptions) -> Weighed:
    """Search for weights on the pictures that the members' runs validate, asking those not trained on them.

    Members of one recipe (folds of it) share one weight, since each picture has an honest word of one fold
    alone; members that are honest on the same pictures get one each. Test data is never read.

    Raises:
        UsageError: There is one member or one recipe, so nothing to weigh.
    """
    coverage = find_honest_samples(source.members, context.workspace)
    kinds = _kinds(source.members, coverage.samples)
    samples = [found for found in coverage.samples if all(set(kind) & set(found.members) for kind in kinds)]
    if len(kinds) < 2 or not samples:
        raise UsageError(
            "there is nothing to weigh: give models of at least two recipes or seeds, validated on the "
            "same pictures, or take --weights uniform."
        )
    context.started(len(samples))
    fabric = inference_fabric(source.members[0].run, context.device)
    predictors = {
        index: build_predictor(
            [load_model(member.run, member.checkpoint).to(fabric.device)],
            [1.0],
            source.inference,
            fabric.autocast,
        )
        for index, member in enumerate(source.members)
    }
    pixels = draw_pixels(samples, kinds, predictors, fabric, options, context.progress)
    found = search_weights(pixels, options)
    weights = [0.0] * len(source.members)
    for kind, weight in zip(kinds, found.weights, strict=True):
        for index in kind:
            weights[index] = weight / len(kind)
    searched = {
        "split": coverage.split,
        "pictures": len(samples),
        "miou": round(found.miou, 5),
        "uniform_miou": round(found.uniform_miou, 5),
        "crossed_gain": round(found.crossed_gain, 5),
    }
    return Weighed(tuple(weights), searched)


def _kinds(members: Sequence[LoadedMember], samples: Sequence[HonestSample]) -> list[tuple[int, ...]]:
    """Put members together that share a weight."""
    everyone = tuple(range(len(members)))
    if all(found.members == everyone for found in samples):
        return [(index,) for index in everyone]
    kinds: dict[str, tuple[int, ...]] = {}
    for index, member in enumerate(members):
        recipe = _recipe(member)
        kinds[recipe] = (*kinds.get(recipe, ()), index)
    return list(kinds.values())


def _recipe(member: LoadedMember) -> str:
    """Write down what folds and seeds of one recipe have in common."""
    config = {k: v for k, v in member.run.config.items() if k not in _SAYS_NOTHING_OF_THE_KIND}
    train = {key: value for key, value in dict(config.get("train", {})).items() if key != "seed"}
    data = {key: value for key, value in dict(config.get("data", {})).items() if key != "fold"}
    return json.dumps([{**config, "train": train, "data": data}, member.checkpoint], sort_keys=True)
