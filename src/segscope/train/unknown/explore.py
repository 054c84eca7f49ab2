"""Find the kinds of objects that a class holds, by what trained models see of them."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.config.choice import UnknownChoice
from segscope.config.unknown_file import Cluster, ListedObject, UnknownFile
from segscope.errors import UsageError
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.unknown.agreement import best_matching
from segscope.train.unknown.appearance import agreement_alone, mostly, table
from segscope.train.unknown.build import find_unknown
from segscope.train.unknown.choose import ChoiceRule, GroupChoice, choose_groups
from segscope.train.unknown.kmeans import Labels, nearest, squared_distances
from segscope.train.unknown.observers import Observation, observe
from segscope.train.unknown.projection import project
from segscope.train.unknown.sight import SeenObject, see_objects


@dataclass(frozen=True)
class ExploreOptions:
    """How kinds are looked for.

    Attributes:
        class_name: The class; None = the one with the role ``unknown``.
        rule: When a number of clusters is accepted.
        min_pixels: Smaller objects are put to the nearest cluster, but say nothing of where clusters are.
        like: An earlier file, whose numbers and names the clusters keep where they hold the same objects.
        seed: Seed of everything that is drawn.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        started: Called with the number of pictures before the first.
        progress: Called with the number of further pictures done.
    """

    class_name: str | None = None
    rule: ChoiceRule = field(default_factory=ChoiceRule)
    min_pixels: int = 50
    like: UnknownFile | None = None
    seed: int = 0
    device: str = "auto"
    started: Callable[[int], None] = lambda _: None
    progress: Callable[[int], None] = lambda _: None


@dataclass(frozen=True)
class Exploration:
    """What was found.

    Attributes:
        content: What is written: clusters, and the cluster of each object.
        objects: The objects.
        labels: (N,) position of each object's cluster in ``content.clusters``.
        distances: (N,) to the cluster's middle: small = typical.
        choice: What was measured for each number of clusters.
        alone: How far grouping by each plain figure alone gives the same clusters (adjusted Rand index).
        figures: (N,) values of each plain figure.
        warning: Why this way of looking is the worse one; empty for folds of training pictures alone.
    """

    content: UnknownFile
    objects: tuple[SeenObject, ...]
    labels: Labels
    distances: NDArray[np.float64]
    choice: GroupChoice
    alone: dict[str, float]
    figures: dict[str, NDArray[np.float64]]
    warning: str

    @property
    def verdict(self) -> str:
        """What was found, in one or two sentences."""
        name, k = self.content.class_name, self.choice.k
        if k > 1:
            return f"{name} holds {k} kinds of objects. {mostly(self.alone)}".rstrip()
        reasons = [f"{one.k} clusters: {one.objection}" for one in self.choice.candidates]
        shown = f" ({'; '.join(reasons[:3])})" if reasons else ""
        return f"Nothing is to be split: {name} shows no clear kinds of objects{shown}."


def explore(runs: Sequence[Run], workspace: Workspace, options: ExploreOptions) -> Exploration:
    """Look for kinds of objects in a class.

    Each connected component (or annotated instance) becomes one vector: the encoder's two deepest maps,
    averaged inside its outline, by a model that did not train on its picture; vectors are scaled to one
    length, centred model by model, and brought to their main directions; then k-means.

    Args:
        runs: The folds of one split file, or a single training.
        workspace: Where label maps are cached.
        options: Which class, and how.

    Raises:
        UsageError: The runs do not belong together, or there are too few objects.
        ConfigError: There is no such class.
        DataError: The data is no longer what the runs began with.
    """
    observation = observe(runs, workspace)
    first = observation.observers[0].dataset
    choice = UnknownChoice.model_validate({"name": "split", "class": options.class_name})
    unknown = find_unknown(choice, first.class_set, str(first.root))
    if unknown is None:
        raise TypeError("a split always has a class")
    name = first.class_set.names[unknown]
    options.started(sum(len(observer.samples) for observer in observation.observers))
    objects, vectors = see_objects(
        observation.observers, unknown, device=options.device, progress=options.progress
    )
    large = np.flatnonzero([one.instance.pixels >= options.min_pixels for one in objects])
    if len(large) < 2:
        raise UsageError(
            f"{first.root}: the pictures hold {len(large)} objects of {name} with {options.min_pixels} or "
            "more pixels, and kinds need more: lower --min-pixels, or name another class with --class."
        )
    return _group(observation, name, objects, vectors, large, options)


def _group(
    observation: Observation,
    name: str,
    objects: Sequence[SeenObject],
    vectors: NDArray[np.float64],
    large: Labels,
    options: ExploreOptions,
) -> Exploration:
    sources = np.array([one.source for one in objects])
    points = project(vectors, sources, fitted=large)
    rng = np.random.default_rng(options.seed)
    choice = choose_groups(points[large], sources[large], options.rule, rng)
    labels = nearest(points, choice.clustering.centroids)
    numbers, names = _numbering(objects, labels, choice.k, name, options.like)
    figures = table([one.appearance for one in objects])
    large_figures = {key: values[large] for key, values in figures.items()}
    alone = agreement_alone(large_figures, labels[large], rng)
    order = np.argsort(numbers)
    place = np.argsort(order)[labels]
    distances = np.sqrt(squared_distances(points, choice.clustering.centroids))
    content = UnknownFile(
        class_name=name,
        label_hash=observation.observers[0].dataset.label_source_hash(),
        runs=tuple(observer.run.id for observer in observation.observers),
        out_of_fold=observation.out_of_fold,
        clusters=tuple(
            _cluster(numbers[group], names[group], [objects[int(i)] for i in np.flatnonzero(labels == group)])
            for group in order
        ),
        found=_found(choice, alone, options),
        objects=_listed(objects, [numbers[label] for label in labels]),
    )
    return Exploration(
        content,
        tuple(objects),
        place,
        distances[np.arange(len(labels)), labels],
        choice,
        alone,
        figures,
        observation.warning,
    )


def _numbering(
    objects: Sequence[SeenObject], labels: Labels, k: int, name: str, like: UnknownFile | None
) -> tuple[list[int], list[str]]:
    """Number and name the groups: the largest is 1, or as an earlier file calls those of the same objects."""
    numbers, names = list(range(1, k + 1)), [f"{name} {number}" for number in range(1, k + 1)]
    if like is None:
        return numbers, names
    earlier = {(picture, one.number): one.cluster for picture, many in like.objects.items() for one in many}
    known = [cluster.number for cluster in like.clusters]
    overlap = np.zeros((max(k, len(known)),) * 2)
    for one, label in zip(objects, labels, strict=True):
        cluster = earlier.get((one.picture, one.instance.number))
        if cluster is not None:
            overlap[label, known.index(cluster)] += 1
    matched = best_matching(overlap)[:k]
    free = iter(range(max(known) + 1, max(known) + k + 1))
    by_number = {cluster.number: cluster.name for cluster in like.clusters}
    numbers = [known[column] if column < len(known) else next(free) for column in matched]
    return numbers, [by_number.get(number, f"{name} {number}") for number in numbers]


def _cluster(number: int, name: str, objects: Sequence[SeenObject]) -> Cluster:
    pixels = sum(one.instance.pixels for one in objects)
    return Cluster(number=number, name=name, objects=len(objects), pixels=pixels)


def _found(choice: GroupChoice, alone: dict[str, float], options: ExploreOptions) -> dict[str, Any]:
    def rounded(values: dict[str, Any]) -> dict[str, Any]:
        return {key: round(v, 4) if isinstance(v, float) else v for key, v in values.items()}

    return {
        "chosen": choice.k,
        "candidates": [rounded(asdict(candidate)) for candidate in choice.candidates],
        "agreement_alone": rounded(dict(alone)),
        "min_pixels": options.min_pixels,
        "seed": options.seed,
    }


def _listed(objects: Sequence[SeenObject], numbers: Sequence[int]) -> dict[str, tuple[ListedObject, ...]]:
    listed: dict[str, list[ListedObject]] = {}
    for one, number in zip(objects, numbers, strict=True):
        entry = ListedObject(number=one.instance.number, cluster=number, pixels=one.instance.pixels)
        listed.setdefault(one.picture, []).append(entry)
    return {picture: tuple(listed[picture]) for picture in sorted(listed)}
