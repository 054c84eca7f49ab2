"""Write the recycling sample set as a COCO dataset."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from segscope.data.recycling.classes import OBJECT_CLASSES, RECYCLING_CLASSES, SOFT_EDGED
from segscope.data.recycling.confusables import DEFAULT_PAIRS, Groups
from segscope.data.recycling.mislabel import mislabel
from segscope.data.recycling.picture import Picture
from segscope.data.recycling.recipe import Recipe
from segscope.data.recycling.truth import PlantedObject, Truth, WrongLabel
from segscope.errors import DataError, UsageError


def write_recycling(  # noqa: PLR0913 - the options of one call, each named
    folder: Path | str,
    *,
    images: int = 160,
    val_images: int = 48,
    test_images: int = 0,
    size: int | tuple[int, int] = 256,
    seed: int = 0,
    confusable: Sequence[Sequence[str]] = DEFAULT_PAIRS,
    tiny: tuple[str, ...] = ("Battery",),
    label_noise: float = 0.01,
    leak: bool = False,
) -> Truth:
    """Draw pictures of waste on floors and tables, and write them as a COCO dataset.

    Writes ``train.json``, ``val.json``, with ``test_images`` a ``test.json`` without annotations, the
    pictures as ``batch_XX/NNNN.jpg``, and ``truth.json``. Category ids are 1 … 11 in the order of
    :data:`~segscope.data.recycling.classes.RECYCLING_CLASSES`; what is not annotated is Background.
    Annotations are whole objects that overlap; the smaller object lies on top. From four pictures
    on, a split holds every class. The same arguments give the same bytes on the same versions of
    numpy and Pillow, and picture ``i`` of a split does not depend on how many there are.

    Args:
        folder: Where to write: a new or an empty folder.
        images: Pictures in ``train``.
        val_images: Pictures in ``val``.
        test_images: Pictures in ``test``, which has no annotations.
        size: Side, or width and height, of the pictures in pixels; at least 32.
        seed: What everything is drawn from.
        confusable: Groups of classes that share their looks, so that a model must confuse them.
            :func:`~segscope.data.recycling.confusables.random_groups` draws others; ``()`` is none.
        tiny: Classes whose objects are a few pixels across.
        label_noise: Share of the objects of ``train`` and of ``val`` that are annotated as another
            class; above 0, at least one in each.
        leak: Whether ``val`` begins with pictures of a batch that ``train`` holds, too.

    Returns:
        What was planted; ``truth.json`` holds the same.

    Raises:
        UsageError: An option is out of range, or names no class.
        DataError: The folder is not empty.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     truth = write_recycling(folder, images=4, val_images=4, size=64)
        >>> truth.groups
        {'train': ('batch_01',), 'val': ('batch_02',)}
    """
    recipe = Recipe(
        images={"train": images, "val": val_images, "test": test_images},
        size=(size, size) if isinstance(size, int) else size,
        seed=seed,
        confusable=_groups(confusable),
        tiny=tuple(tiny),
        label_noise=label_noise,
        leak=leak,
    )
    root = _empty_folder(Path(folder))
    planted: list[PlantedObject] = []
    wrong: list[WrongLabel] = []
    for split in (name for name, count in recipe.images.items() if count):
        objects, mistakes = _write_split(root, recipe, split)
        planted += objects
        wrong += mistakes
    truth = _truth(recipe, planted, wrong)
    truth.save(root)
    return truth


def _groups(confusable: Sequence[Sequence[str]]) -> Groups:
    if any(isinstance(group, str) for group in confusable):
        raise UsageError(
            f"confusable={confusable!r} is no tuple of groups: write (('Paper', 'Metal'),) for one pair."
        )
    return tuple(tuple(group) for group in confusable)


def _empty_folder(root: Path) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    if any(root.iterdir()):
        raise DataError(
            f"{root} is not empty: give a new folder, so that no old picture mixes with the new ones."
        )
    return root


def _write_split(root: Path, recipe: Recipe, split: str) -> tuple[list[PlantedObject], list[WrongLabel]]:
    records: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    planted: list[PlantedObject] = []
    width, height = recipe.size
    for index in range(recipe.images[split]):
        picture, file_name = recipe.picture(split, index), recipe.file_name(split, index)
        _save_picture(root / file_name, picture, recipe.scene(split, index).camera.quality)
        records.append({"id": index + 1, "file_name": file_name, "width": width, "height": height})
        if split != "test":
            _describe(picture, recipe, (split, index), annotations, planted)
    mistakes = mislabel(recipe, split, annotations, planted) if split != "test" else []
    _save_coco(root / f"{split}.json", records, annotations)
    return planted, mistakes


def _save_picture(path: Path, picture: Picture, quality: int) -> None:
    path.parent.mkdir(exist_ok=True)
    Image.fromarray(picture.pixels).save(path, quality=quality)


def _describe(
    picture: Picture,
    recipe: Recipe,
    place: tuple[str, int],
    annotations: list[dict[str, Any]],
    planted: list[PlantedObject],
) -> None:
    """Add a picture's objects in an order that says nothing of which lies on top."""
    split, index = place
    shuffled = recipe.label_generator(split, index).permutation(len(picture.objects))
    for number in shuffled:
        thing = picture.objects[number]
        annotations.append(
            {
                "id": len(annotations) + 1,
                "image_id": index + 1,
                "category_id": RECYCLING_CLASSES.index(thing.class_name),
                "iscrowd": 0,
                "segmentation": thing.annotation.segmentation,
                "area": thing.annotation.area,
                "bbox": thing.annotation.bbox,
            }
        )
        name = recipe.file_name(split, index)
        planted.append(PlantedObject(split, name, len(annotations), thing.class_name, thing.kind))


def _save_coco(path: Path, images: list[dict[str, Any]], annotations: list[dict[str, Any]]) -> None:
    categories = [
        {"id": RECYCLING_CLASSES.index(name), "name": name, "supercategory": name} for name in OBJECT_CLASSES
    ]
    document = {
        "info": {"description": "Recycling sample set, drawn by segscope.data.recycling", "version": "1"},
        "licenses": [{"id": 1, "name": "Apache-2.0"}],
        "images": images,
        "categories": categories,
        "annotations": annotations,
    }
    path.write_text(json.dumps(document), encoding="utf-8")


def _truth(recipe: Recipe, planted: list[PlantedObject], wrong: list[WrongLabel]) -> Truth:
    groups = {
        split: tuple(dict.fromkeys(recipe.batch_name(split, index) for index in range(count)))
        for split, count in recipe.images.items()
        if count
    }
    leaked = set(groups.get("train", ())) & set(groups.get("val", ()))
    return Truth(
        seed=recipe.seed,
        size=recipe.size,
        confusable=recipe.confusable,
        tiny=recipe.tiny,
        soft_edged=SOFT_EDGED,
        groups=groups,
        leaked_groups=tuple(sorted(leaked)),
        wrong_labels=tuple(wrong),
        objects=tuple(planted),
    )
