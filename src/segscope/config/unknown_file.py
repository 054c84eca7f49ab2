"""The file ``unknown.yaml``: the sub-classes found in a class, and which object belongs to which.

Written by ``segscope unknown explore``, to be read and changed by people: clusters that bear one name are
one sub-class, so that two are merged by giving them the same name.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from segscope.config.load import explain
from segscope.config.strict_yaml import parse_yaml, read_text
from segscope.errors import ConfigError, UsageError
from segscope.files.atomic import write_atomic

MAX_BYTES = 64 << 20
_HEAD = """\
# Sub-classes of {name}, found by `segscope unknown explore`.
# Rename one by its `name`; clusters of one name are one sub-class.
# `objects` says, picture by picture: object, cluster and pixels of each.
# Train with them: segscope train ... unknown=split unknown.file=THIS_FILE
"""


class Cluster(BaseModel):
    """One group of objects that look alike.

    Attributes:
        number: As on the contact sheets, from 1.
        name: The sub-class; clusters of one name are one.
        objects: How many objects it holds.
        pixels: Their pixels.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int = Field(ge=1)
    name: str = Field(min_length=1)
    objects: int = Field(ge=0)
    pixels: int = Field(ge=0)


class ListedObject(BaseModel):
    """One object of a picture.

    Attributes:
        number: Its number in the picture: that of its annotation, or of its connected component.
        cluster: The cluster's number.
        pixels: Its pixels.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int = Field(ge=1)
    cluster: int = Field(ge=1)
    pixels: int = Field(ge=1)


class UnknownFile(BaseModel):
    """Sub-classes of a class.

    Attributes:
        format: Version of the file's form.
        class_name: The class that is split; ``class`` in the file.
        label_hash: Hash of the annotations that the objects' numbers belong to.
        runs: Ids of the trainings whose models looked at the objects.
        out_of_fold: Whether each object was looked at by a model that did not train on it.
        clusters: The clusters, by number.
        found: What was measured on the way; free form.
        objects: The objects of each picture, by the picture's path beside the data set.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    class_name: str = Field(min_length=1)
    label_hash: str
    runs: tuple[str, ...] = ()
    out_of_fold: bool = True
    clusters: tuple[Cluster, ...] = Field(min_length=1)
    found: dict[str, Any] = Field(default_factory=dict)
    objects: dict[str, tuple[ListedObject, ...]]

    @model_validator(mode="before")
    @classmethod
    def _unfold(cls, values: Any) -> Any:
        """Read ``class``, and the objects of a picture from one line: ``1 2 450, 3 1 88``."""
        if not isinstance(values, Mapping):
            return values
        if "class" in values:
            values = {"class_name": values["class"], **{k: v for k, v in values.items() if k != "class"}}
        objects = values.get("objects")
        if not isinstance(objects, Mapping):
            return values
        read = {
            str(picture): _parse_objects(line) if isinstance(line, str) else line
            for picture, line in objects.items()
        }
        return {**values, "objects": read}

    @model_validator(mode="after")
    def _sound(self) -> "UnknownFile":
        numbers = [cluster.number for cluster in self.clusters]
        repeated = next((number for number in numbers if numbers.count(number) > 1), None)
        if repeated is not None:
            raise ValueError(f"cluster {repeated} is listed twice")
        known = set(numbers)
        for picture, objects in self.objects.items():
            stranger = next((one for one in objects if one.cluster not in known), None)
            if stranger is not None:
                raise ValueError(
                    f"objects: {picture} has an object of cluster {stranger.cluster}, and there is none"
                )
        return self

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the sub-classes, in the order of their first clusters."""
        return tuple(dict.fromkeys(cluster.name for cluster in self.clusters))

    @property
    def part_of_cluster(self) -> dict[int, int]:
        """The place in :attr:`parts` of each cluster, by the cluster's number."""
        return {cluster.number: self.parts.index(cluster.name) for cluster in self.clusters}

    @property
    def sha256(self) -> str:
        """Hash of what a training takes from the file, whatever it looks like."""
        part = self.part_of_cluster
        objects = {
            picture: [(one.number, part[one.cluster], one.pixels) for one in listed]
            for picture, listed in self.objects.items()
        }
        content = [self.class_name, self.label_hash, self.parts, objects]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    def renamed(self, numbers: Iterable[int], name: str) -> "UnknownFile":
        """Give some clusters one name, and so make them one sub-class.

        Args:
            numbers: Of the clusters.
            name: Their name; clusters that bear it already join them.

        Raises:
            UsageError: There is no such cluster.
        """
        wanted = set(numbers)
        missing = sorted(wanted - {cluster.number for cluster in self.clusters})
        if missing or not wanted:
            known = ", ".join(str(cluster.number) for cluster in self.clusters)
            raise UsageError(f"there is no cluster {missing[0] if missing else ''}: there are {known}.")
        clusters = tuple(
            one.model_copy(update={"name": name}) if one.number in wanted else one for one in self.clusters
        )
        return self.model_copy(update={"clusters": clusters})


def load_unknown_file(path: Path) -> UnknownFile:
    """Read the file.

    Raises:
        ConfigError: The file cannot be read, a key is unknown, or a value is wrong.
    """
    values = parse_yaml(read_text(path, MAX_BYTES), str(path))
    if not isinstance(values, dict):
        raise ConfigError(f"{path}: sub-classes are a mapping; make one with `segscope unknown explore`.")
    try:
        return UnknownFile.model_validate(values)
    except ValidationError as error:
        raise ConfigError(f"{path}: {explain(error, UnknownFile)}") from error


def save_unknown_file(content: UnknownFile, path: Path) -> None:
    """Write the file; :func:`load_unknown_file` reads it back equal.

    Raises:
        StoreError: The file cannot be written.
    """
    dumped = content.model_dump(mode="json")
    values = {("class" if key == "class_name" else key): value for key, value in dumped.items()}
    values["objects"] = {
        picture: ", ".join(f"{one.number} {one.cluster} {one.pixels}" for one in listed)
        for picture, listed in content.objects.items()
    }
    text = yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=10_000)
    write_atomic(path, (_HEAD.format(name=content.class_name) + text).encode("utf-8"))


def _parse_objects(line: str) -> list[dict[str, int]]:
    entries = [entry.split() for entry in line.split(",") if entry.strip()]
    if any(len(entry) != 3 or not all(word.isdecimal() for word in entry) for entry in entries):
        raise ValueError(f"objects: {line!r} is no list of `object cluster pixels` with commas between them")
    return [
        {"number": int(number), "cluster": int(cluster), "pixels": int(pixels)}
        for number, cluster, pixels in entries
    ]
