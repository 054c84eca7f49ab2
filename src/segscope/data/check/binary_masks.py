"""Masks of black and white: 255 is their foreground, and not what the rest of the field means by it."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from segscope.data.check.finding_text import masks_of
from segscope.data.check.sample_facts import SampleFacts
from segscope.data.finding import Finding, Severity
from segscope.engine.class_set import ClassSet

WHITE = 255
BLACK_AND_WHITE = frozenset({0, WHITE})


def ignored_foreground_findings(
    facts: Sequence[SampleFacts], class_set: ClassSet, root: str
) -> list[Finding]:
    """Make a finding of masks whose foreground is ignored, because 255 was named as the ignore id.

    A mask with ignored borders shows objects inside them in most pictures. Where every mask with ignored
    pixels holds nothing else but id 0, and these are half of a split, what is ignored are the objects.

    Args:
        facts: All samples of the data set.
        class_set: The classes.
        root: What file names are shown relative to.
    """
    if class_set.ignore_id != WHITE or 0 not in class_set.ids:
        return []
    labelled = [one for one in facts if one.label_size is not None]
    ignoring = [one for one in labelled if one.ignored]
    zero = class_set.ids.index(0)
    if any(np.delete(one.pixels, zero).any() for one in ignoring):
        return []
    if not are_half_of_a_split(ignoring, labelled):
        return []
    return [binary_finding(masks_of(ignoring, root), len(ignoring), len(labelled))]


def are_half_of_a_split(some: Sequence[SampleFacts], of: Sequence[SampleFacts]) -> bool:
    """Tell whether some of the samples are half, or more, of a split."""
    in_all = Counter(one.sample.split for one in of if one.sample.label is not None)
    return any(2 * count >= in_all[split] for split, count in Counter(s.sample.split for s in some).items())


def binary_finding(files: tuple[str, ...], masks: int, labelled: int) -> Finding:
    """Make the finding.

    Args:
        files: The masks.
        masks: How many they are.
        labelled: Of how many.
    """
    verb = "holds" if masks == 1 else "hold"
    message = (
        f"{masks:,} of {labelled:,} masks {verb} nothing but 0 and 255: black-and-white masks, in which 255 "
        "is the foreground."
    )
    remedy = (
        "Give the foreground class the id 255 in the class file (`id: 255`), or save the masks with 0 and 1; "
        "255 as the ignore id would leave every object out."
    )
    return Finding("binary-mask", Severity.ERROR, message, files, remedy)
