"""The truth file: what was planted where, so that tests can ask whether a diagnosis finds it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

TRUTH_FILE = "truth.json"


@dataclass(frozen=True, slots=True)
class PlantedObject:
    """One annotated object as it was drawn.

    Attributes:
        split: ``train`` or ``val``.
        file_name: The picture, as COCO's ``file_name`` has it.
        annotation_id: COCO's annotation id in that split's file.
        class_name: What it is, whatever the annotation says.
        kind: Which look it has; for UNKNOWN the hidden kind (``shoe``, ``cable`` …).
    """

    split: str
    file_name: str
    annotation_id: int
    class_name: str
    kind: str


@dataclass(frozen=True, slots=True)
class WrongLabel:
    """One object whose annotation names another class on purpose.

    Attributes:
        split: ``train`` or ``val``.
        file_name: The picture, as COCO's ``file_name`` has it.
        annotation_id: COCO's annotation id in that split's file.
        true_class: What the object is.
        written_class: What the annotation says.
    """

    split: str
    file_name: str
    annotation_id: int
    true_class: str
    written_class: str


@dataclass(frozen=True)
class Truth:
    """Everything that was planted in one recycling data set.

    Attributes:
        seed: What it was drawn from.
        size: Width and height of its pictures.
        confusable: Groups of classes that share their looks.
        tiny: Classes whose objects are a few pixels across.
        soft_edged: Classes whose edges are hard to place.
        groups: The batches of each split; the pictures of a batch share floor, light and camera.
        leaked_groups: Batches that lie in two splits on purpose.
        wrong_labels: Objects that are annotated as another class.
        objects: Every annotated object.

    Example:
        >>> truth = Truth(seed=1, size=(64, 64), confusable=(("Metal", "Glass"),), tiny=(),
        ...               soft_edged=(), groups={"train": ("batch_01",)})
        >>> Truth.from_json(truth.to_json()) == truth
        True
    """

    seed: int
    size: tuple[int, int]
    confusable: tuple[tuple[str, ...], ...]
    tiny: tuple[str, ...]
    soft_edged: tuple[str, ...]
    groups: dict[str, tuple[str, ...]]
    leaked_groups: tuple[str, ...] = ()
    wrong_labels: tuple[WrongLabel, ...] = ()
    objects: tuple[PlantedObject, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Give a JSON-ready mapping; :meth:`from_json` is its inverse."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Truth":
        """Make a truth from the mapping that :meth:`to_json` gives."""
        width, height = data["size"]
        return cls(
            seed=data["seed"],
            size=(width, height),
            confusable=tuple(tuple(group) for group in data["confusable"]),
            tiny=tuple(data["tiny"]),
            soft_edged=tuple(data["soft_edged"]),
            groups={split: tuple(names) for split, names in data["groups"].items()},
            leaked_groups=tuple(data["leaked_groups"]),
            wrong_labels=tuple(WrongLabel(**wrong) for wrong in data["wrong_labels"]),
            objects=tuple(PlantedObject(**planted) for planted in data["objects"]),
        )

    def save(self, folder: Path) -> None:
        """Write ``truth.json`` into a folder."""
        text = json.dumps(self.to_json(), indent=1)
        (folder / TRUTH_FILE).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path | str) -> "Truth":
        """Read the ``truth.json`` of a data set that :func:`write_recycling` wrote."""
        return cls.from_json(json.loads((Path(folder) / TRUTH_FILE).read_text(encoding="utf-8")))
