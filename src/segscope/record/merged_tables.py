"""The counts of a split from the counts of its parts."""

from collections.abc import Sequence

import numpy as np

from segscope.engine.count_tables import TABLE_COLUMNS, CountTables


def merge_tables(parts: Sequence[CountTables]) -> CountTables:
    """Join tables of different images, in the order of the parts.

    Args:
        parts: At least one, all of the same number of classes; no image in two of them.

    Example:
        >>> from segscope.engine.counting import count
        >>> truth = np.zeros((4, 4), dtype=np.uint8)
        >>> parts = [CountTables.from_counts([name], [count(truth, truth, num_classes=1)]) for name in "ab"]
        >>> merge_tables(parts).images
        ('a', 'b')
    """
    starts = np.cumsum([0, *(len(part.images) for part in parts[:-1])])
    placed = list(zip(parts, starts, strict=True))
    return CountTables(
        images=tuple(image for part in parts for image in part.images),
        num_classes=parts[0].num_classes,
        image=np.concatenate([part.image + start for part, start in placed]),
        class_index=np.concatenate([part.class_index for part in parts]),
        columns={name: np.concatenate([part.columns[name] for part in parts]) for name in TABLE_COLUMNS},
        wrong_image=np.concatenate([part.wrong_image + start for part, start in placed]),
        wrong=np.concatenate([part.wrong for part in parts]),
    )
