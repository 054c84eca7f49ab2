"""What makes two trainings the same: the resolved config, and the hash of the data.

So a run that is there already is found whatever it is called, wherever the data has been moved, and whoever
trained it; and one whose labels or pictures have changed is not taken for it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from segscope.config.identity import without_names
from segscope.config.load import resolve
from segscope.config.run_config import RunConfig
from segscope.data.sample import Dataset
from segscope.engine.class_set import ClassSet
from segscope.errors import ConfigError
from segscope.store.runs import Run
from segscope.train.preflight import file_hash
from segscope.train.setup import split_samples

Picture = tuple[str, str, str | None]
"""Split, sample id, and the hash of the picture's file."""


def data_key(dataset: Dataset, config: RunConfig) -> str:
    """Hash what a training sees of a data set: classes, labels, and the pictures of both of its splits.

    Raises:
        ConfigError: A split is not there, or empty.
    """
    pictures = [
        (sample.split, sample.id, file_hash(sample.image_path))
        for split in (config.data.train, config.data.val)
        for sample in split_samples(dataset, split)
    ]
    return _data_key(dataset.class_set, dataset.label_source_hash(), pictures)


def validation_key(dataset: Dataset, config: RunConfig) -> str:
    """Hash what a training is measured on: changes of one ablation must have it in common."""
    pictures = [(s.split, s.id, None) for s in split_samples(dataset, config.data.val)]
    return _data_key(dataset.class_set, dataset.label_source_hash(), pictures)


def trial_key(config: RunConfig, data: str) -> str:
    """Hash a training: all of its config that says something of the model, and its data.

    Args:
        config: The resolved config, with the channels and bits of its pictures.
        data: Of :func:`data_key`.
    """
    text = json.dumps([without_names(config.model_dump(mode="json")), data], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def key_of_run(run: Run) -> str | None:
    """Give the :func:`trial_key` of a stored training; None where its config is one of an older version."""
    try:
        config = resolve(run.config)
    except ConfigError:
        return None
    rows = [
        (row.split, row.id, row.image_hash)
        for split in (config.data.train, config.data.val)
        for row in run.samples(split)
    ]
    return trial_key(config, _data_key(run.class_set, run.label_hash, rows))


def _data_key(classes: ClassSet, label_hash: str, pictures: Iterable[Picture]) -> str:
    described: Mapping[str, Any] = {
        "classes": [classes.names, classes.ids, classes.ignore_id],
        "labels": label_hash,
        "pictures": sorted(pictures, key=lambda picture: picture[:2]),
    }
    return hashlib.sha256(
        json.dumps(described, sort_keys=True).encode("utf-8", "surrogateescape")
    ).hexdigest()
