"""Whether two runs that read their ground truth from different sources were scored against the same labels.

A training hashes the files of all its splits, an import those of one folder, and masks may have other
ids, colours or annotations than COCO polygons; so hashes differ though the label maps are equal. The maps
that both runs keep are compared pixel by pixel; they hold class indices, whatever the files did.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from segscope.analysis.compare.sources import RunValidation
from segscope.engine.class_set import LabelMap
from segscope.engine.cpus import usable_cpus
from segscope.errors import NotComparableError


def same_source(one: RunValidation, two: RunValidation) -> bool:
    """Tell whether both read the very same label maps of the workspace."""
    sources = [(m.run.label_hash, m.validation.key.split) for m in (one, two)]
    return sources[0] == sources[1] and bool(sources[0][0])


def refuse_other_label_maps(one: RunValidation, two: RunValidation) -> int:
    """Compare the ground truth of both, as far as both keep it.

    Returns:
        How many images were compared.

    Raises:
        NotComparableError: A label map differs; the first one is named, with how many there are.
    """
    with ThreadPoolExecutor(usable_cpus(), thread_name_prefix="segscope-compare") as pool:
        compared = list(pool.map(lambda image: _differing(one, two, image), one.tables.images))
    other = [(image, n) for image, n in zip(one.tables.images, compared, strict=True) if n]
    if other:
        image, pixels = other[0]
        raise NotComparableError(
            f"{one.title} and {two.title} cannot be compared: their ground truth differs in {len(other)} of "
            f"{len(compared)} images, in {image!r} at {pixels:,} pixel{'' if pixels == 1 else 's'}."
        )
    return sum(pixels is not None for pixels in compared)


def _differing(one: RunValidation, two: RunValidation, image: str) -> int | None:
    """Count the pixels of other classes; None where a side does not keep the label map."""
    first, second = _label_map(one, image), _label_map(two, image)
    if first is None or second is None:
        return None
    if first.shape != second.shape:
        return max(first.size, second.size)
    return int(np.count_nonzero(first != second))


def _label_map(member: RunValidation, image: str) -> LabelMap | None:
    return member.run.labels.get(member.validation.key.split, image)
