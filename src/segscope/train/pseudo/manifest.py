"""The manifest of pseudo-labels: where every one is from, and how good they are."""

import hashlib
import json
from collections.abc import Collection
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from segscope.errors import DataError
from segscope.files.atomic import write_atomic

FILE_NAME = "manifest.json"
KEPT_NAME = "pseudo-labels.json"
"""What the manifest is called in the folder of a run that was trained on its labels."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TeacherRecord(_Record):
    """A checkpoint that labelled."""

    run: str
    name: str
    checkpoint: str
    weight: float
    sha256: str


class PictureRecord(_Record):
    """A labelled picture.

    Attributes:
        name: Its path below the folder, without its ending; the label is ``labels/<name>.png``.
        path: The picture file.
        sha256: Hash of the picture file.
        label_sha256: Hash of the label file.
        kept: Share of its pixels that is labelled.
        reliability: How far epochs agree on it, where that was asked.
    """

    name: str
    path: str
    sha256: str
    label_sha256: str
    kept: float
    reliability: float | None = None


class ClassRecord(_Record):
    """What became of one class.

    Attributes:
        name: The class.
        threshold: Least probability.
        predicted: Pixels predicted as the class on the chosen pictures.
        kept: Pixels labelled with it, those among them that another class was predicted for, but that reach
            more of this one's threshold.
        kept_share: Share of the predicted pixels that are labelled so; null where none is predicted.
        precision: Share that is right out of fold; null where nothing was kept there.
        measured: Pixels that the precision is of.
        dropped: Whether its labels are left out because they are too often wrong.
    """

    name: str
    threshold: float
    predicted: int
    kept: int
    kept_share: float | None
    precision: float | None
    measured: int
    dropped: bool


class OutOfFold(_Record):
    """The same rule on pictures with ground truth that the teachers did not train on.

    Attributes:
        pictures: How many.
        pixels: With ground truth.
        coverage: Share of them that the rule keeps; null without ground truth.
        precision: Share of the kept ones that is right; null where nothing is kept.
    """

    pictures: int
    pixels: int
    coverage: float | None
    precision: float | None


class PseudoSet(_Record):
    """The pseudo-labels for the students of one validation part.

    Attributes:
        name: Name of its folder: ``fold-0`` …, or ``all``.
        fold: The fold; null without one.
        split_sha256: Hash of the split file that it is a fold of.
        class_names: The classes, in order of the class index.
        teachers: The checkpoints; none of them saw a picture of the validation part.
        validation: SHA-256 of the files of the validation part.
        least_reliability: Pictures of less agreement are not taken.
        pictures: The labelled pictures.
        left_out: Name → why it is not labelled.
        classes: One record a class.
        coverage: Share of all pixels of the labelled pictures that is labelled.
        out_of_fold: How often the rule is right.
    """

    name: str
    fold: int | None
    split_sha256: str | None
    class_names: tuple[str, ...]
    teachers: tuple[TeacherRecord, ...]
    validation: tuple[str, ...]
    least_reliability: float
    pictures: tuple[PictureRecord, ...]
    left_out: dict[str, str]
    classes: tuple[ClassRecord, ...]
    coverage: float
    out_of_fold: OutOfFold


class PseudoManifest(_Record):
    """All pseudo-labels of one folder.

    Attributes:
        format: Version of the file's form.
        method: Name and options.
        inference: Views and tiles of the teachers.
        min_precision: Classes of less out-of-fold precision are dropped.
        source: The folder of the pictures.
        round: The round of self-training; 1 for labels of models that saw none.
        sets: One a validation part.
    """

    format: Literal[1] = 1
    method: dict[str, Any]
    inference: dict[str, Any]
    min_precision: float
    source: str
    round: int = Field(default=1, ge=1)
    sets: tuple[PseudoSet, ...] = Field(min_length=1)

    def set_for(self, validation: Collection[str]) -> PseudoSet | None:
        """Give the labels whose teachers and pictures are known to be clean of a validation part.

        Args:
            validation: SHA-256 of its picture files.
        """
        return next((one for one in self.sets if set(validation) <= set(one.validation)), None)


def write_manifest(folder: Path, manifest: PseudoManifest) -> Path:
    """Write the manifest, last of all: a folder without one is not finished.

    Raises:
        StoreError: It cannot be written.
    """
    path = folder / FILE_NAME
    text = json.dumps(manifest.model_dump(mode="json"), indent=1, ensure_ascii=False)
    write_atomic(path, text.encode())
    return path


def read_manifest(folder: Path, name: str = FILE_NAME) -> tuple[PseudoManifest, str]:
    """Read the manifest of a folder of pseudo-labels.

    Args:
        folder: The folder; or that of a run.
        name: The file; in a run's folder :data:`KEPT_NAME`.

    Returns:
        It, and the SHA-256 of its file.

    Raises:
        DataError: There is none, or it is none.
    """
    path = folder / name
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(
            f"{path} cannot be read ({error.strerror}): make pseudo-labels with `segscope pseudo`."
        ) from error
    try:
        return PseudoManifest.model_validate_json(data), hashlib.sha256(data).hexdigest()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise DataError(
            f"{path} is no manifest of pseudo-labels ({where}: {first['msg']}): make them again with "
            "`segscope pseudo`."
        ) from error
