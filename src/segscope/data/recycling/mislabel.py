"""Wrong labels: a few objects that the annotations call something else on purpose."""

from typing import Any

from segscope.data.recycling.classes import OBJECT_CLASSES, RECYCLING_CLASSES
from segscope.data.recycling.recipe import Recipe
from segscope.data.recycling.truth import PlantedObject, WrongLabel

_WORTH_IT = 0.003
"""Smallest share of the picture that an object must have to be given a wrong label."""


def mislabel(
    recipe: Recipe, split: str, annotations: list[dict[str, Any]], planted: list[PlantedObject]
) -> list[WrongLabel]:
    """Give some objects of a split another class, in place.

    Tiny objects are left alone, and no object is given the name of a class that looks like it: such
    mistakes could be found by nobody.

    Args:
        recipe: Says how many, and which classes look alike.
        split: ``train`` or ``val``.
        annotations: COCO's annotations of the split; their ``category_id`` is changed.
        planted: What was drawn, in the same order.

    Returns:
        What was changed, in the order of the annotations.
    """
    least = _WORTH_IT * recipe.size[0] * recipe.size[1]
    eligible = [
        number
        for number, thing in enumerate(planted)
        if thing.class_name not in recipe.tiny and annotations[number]["area"] >= least
    ]
    count = max(1, round(recipe.label_noise * len(planted))) if recipe.label_noise > 0 else 0
    rng = recipe.label_generator(split)
    mistakes = []
    for number in sorted(rng.permutation(eligible)[:count].tolist()):
        thing = planted[number]
        alike = next((group for group in recipe.confusable if thing.class_name in group), (thing.class_name,))
        others = [name for name in OBJECT_CLASSES if name not in (*alike, *recipe.tiny)]
        written = str(rng.choice(others))
        annotations[number]["category_id"] = RECYCLING_CLASSES.index(written)
        mistakes.append(WrongLabel(split, thing.file_name, thing.annotation_id, thing.class_name, written))
    return mistakes
