"""Runs, their validations and curves."""

from datetime import datetime
from typing import Any

from segscope.web.schemas.common import Class, Number, Wire


class RunBrief(Wire):
    """A run in a list; ``best`` is the number of its best validation of ``split``."""

    id: str
    name: str
    kind: str
    user: str
    created_at: datetime
    status: str
    seed: int | None
    split: str
    best: int | None
    miou: Number
    images: int | None


class ValidationBrief(Wire):
    """A validation: what was counted, and the IoU of each class in the order of the run's classes."""

    index: int
    epoch: int
    step: int
    split: str
    rule: str
    images: int
    miou: Number
    miou_per_image: Number
    boundary_iou: Number
    iou: list[Number]
    is_best: bool
    kept: str
    created_at: datetime


class Event(Wire):
    """Something that happened to a run."""

    time: datetime
    kind: str
    message: str


class RunView(Wire):
    """A run with all its validations.

    Attributes:
        row: Its row in the notebook.
        parent: The run that it goes on from.
        ignore: The value of ignored pixels in label maps.
        config: The resolved config, as YAML.
        splits: Split → number of pictures.
        data: Name of the data set's folder or file.
    """

    brief: RunBrief
    row: int | None
    parent: RunBrief | None
    classes: list[Class]
    ignore: int
    config: str
    environment: dict[str, Any]
    splits: dict[str, int]
    data: str
    validations: list[ValidationBrief]
    events: list[Event]


class Curve(Wire):
    """A curve: (step, value); thinned by minimum and maximum where it has many points."""

    key: str
    steps: list[int]
    values: list[Number]


class Curves(Wire):
    """The curves that were asked for, and the names of all."""

    keys: list[str]
    curves: list[Curve]


class ConfigChange(Wire):
    """A difference of two configs: in words, and both values as YAML."""

    path: str
    before: str
    after: str
    sentence: str


class RunDifference(Wire):
    """What a run's config changes against another's."""

    run: RunBrief
    against: RunBrief
    changes: list[ConfigChange]


class ClassPoint(Wire):
    """A class in the best validation of one run."""

    run: RunBrief
    iou: Number
    boundary_iou: Number
    precision: Number
    recall: Number


class ClassTrend(Wire):
    """How a class did over all runs that have it, oldest first."""

    name: str
    colour: str
    points: list[ClassPoint]
