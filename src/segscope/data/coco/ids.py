"""The ids by which a COCO file knows its pictures and classes, for predictions that refer to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from segscope.data.coco.categories import Category, labels_by_name
from segscope.data.coco.dataset import CocoDataset
from segscope.engine.class_set import ClassSet


@dataclass(frozen=True, slots=True)
class CocoIds:
    """Ids of one annotation file.

    Attributes:
        images: {sample id: image id}.
        categories: Its categories; ``Background`` too, with a free id, where the file has none of that name.
    """

    images: Mapping[str, int]
    categories: tuple[Category, ...]

    def of_classes(self, class_set: ClassSet) -> tuple[int, ...]:
        """Give each class the id of the category of its name.

        A class that the file does not know keeps its own id, or gets a free one where that is taken; where
        it knows none, the classes keep theirs.

        Example:
            >>> ids = CocoIds({}, (Category(7, "Paper"), Category(2, "Glass")))
            >>> ids.of_classes(ClassSet(("Background", "glass", "Paper", "Metal"), ids=(0, 1, 2, 7)))
            (0, 2, 7, 8)
        """
        found = {label: category for category, label in labels_by_name(self.categories, class_set).items()}
        if not found:
            return class_set.ids
        taken = {category.id for category in self.categories}
        for label, own in enumerate(class_set.ids):
            if label not in found:
                found[label] = max(taken) + 1 if own in taken else own
                taken.add(found[label])
        return tuple(found[label] for label in range(class_set.num_classes))


def ids_of(dataset: CocoDataset, split: str) -> CocoIds:
    """Give the ids of a split's annotation file, whose categories are the data set's classes.

    Args:
        dataset: Opened without a class file.
        split: One of its splits.
    """
    classes = dataset.class_set
    categories = tuple(map(Category, classes.ids, classes.names))
    return CocoIds(dataset.image_ids(split), categories)
