"""Files of sub-classes made from what is known of the drawn objects."""

from collections.abc import Callable
from pathlib import Path

from segscope.config.unknown_file import Cluster, ListedObject, UnknownFile, save_unknown_file
from segscope.data.instances import list_instances
from segscope.data.sample import Dataset
from segscope.train.unknown.objects import number_objects, picture_key
from tests.train.unknown.objects_data import kind_at


def truth_file(
    dataset: Dataset,
    path: Path,
    *,
    cluster_of: Callable[[int], int] = lambda kind: kind + 1,
    splits: tuple[str, ...] = ("train",),
    leave_out: int = 0,
) -> UnknownFile:
    """Write the file that names each object's kind, and give its content.

    Args:
        dataset: Of drawn objects.
        path: The file.
        cluster_of: The cluster of a kind, 0 … 2.
        splits: Whose objects are listed.
        leave_out: How many objects are not.
    """
    objects: dict[str, list[ListedObject]] = {}
    for split in splits:
        for sample in dataset.samples[split]:
            labels, picture = dataset.read_label_map(sample), dataset.read_image(sample)
            numbers = number_objects(dataset, sample, labels, 1)
            objects[picture_key(dataset, sample)] = [
                ListedObject(
                    number=one.number,
                    cluster=cluster_of(kind_at(picture, numbers == one.number)),
                    pixels=one.pixels,
                )
                for one in list_instances(numbers, labels)
            ]
    for _ in range(leave_out):
        next(listed for listed in objects.values() if listed).pop()
    used = sorted({one.cluster for listed in objects.values() for one in listed})
    content = UnknownFile(
        class_name="thing",
        label_hash=dataset.label_source_hash(),
        clusters=tuple(Cluster(number=n, name=f"thing {n}", objects=1, pixels=1) for n in used),
        objects={picture: tuple(listed) for picture, listed in objects.items()},
    )
    save_unknown_file(content, path)
    return content
