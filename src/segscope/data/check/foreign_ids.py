"""Ids outside the class set: which known convention they come from, and so what to do about them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from segscope.data.check.binary_masks import (
    BLACK_AND_WHITE,
    are_half_of_a_split,
    binary_finding,
)
from segscope.data.check.finding_text import by_count, files_of, shown_ids
from segscope.data.check.sample_facts import SampleFacts
from segscope.data.faults import ForeignIdsFault
from segscope.data.finding import Finding, Severity
from segscope.engine.class_set import ClassSet

_USUAL_IGNORE = 255


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Foreign ids over all masks.

    Attributes:
        foreign: Pixels of each foreign id.
        known: Ids of the class set that occur anywhere.
        masks: Masks with foreign ids.
        labelled: All masks that could be opened.
    """

    foreign: Counter[int]
    known: frozenset[int]
    masks: int
    labelled: int


def foreign_id_findings(facts: Sequence[SampleFacts], class_set: ClassSet, root: str) -> list[Finding]:
    """Make the findings of masks that hold ids outside the class set.

    Args:
        facts: All samples of the data set.
        class_set: The classes.
        root: What file names are shown relative to.
    """
    faulty = [(one, fault) for one in facts for fault in one.faults if isinstance(fault, ForeignIdsFault)]
    smoothed = [(one, f) for one, f in faulty if one.ramps is not None and one.ramps.certain]
    plain = [(one, f) for one, f in faulty if one.ramps is None or not one.ramps.certain]
    findings = [_smoothed_finding([fault for _, fault in smoothed], root)] if smoothed else []
    binary = [(one, fault) for one, fault in plain if set(fault.counts) == BLACK_AND_WHITE]
    if are_half_of_a_split([one for one, _ in binary], facts):
        files = files_of([fault for _, fault in binary], root)
        labelled = _labelled(facts, [fault for _, fault in plain])
        findings.append(binary_finding(files, len(binary), labelled))
        plain = [(one, fault) for one, fault in plain if set(fault.counts) != BLACK_AND_WHITE]
    if plain:
        faults = [fault for _, fault in plain]
        findings.append(_finding(faults, _gather(faults, facts, class_set), class_set, root))
    return findings


def _gather(
    faults: Sequence[ForeignIdsFault], facts: Sequence[SampleFacts], class_set: ClassSet
) -> _Evidence:
    foreign: Counter[int] = Counter()
    known: set[int] = set()
    for fault in faults:
        foreign.update({value: fault.counts[value] for value in fault.foreign})
        known.update(value for value in fault.counts if value not in fault.foreign)
    for one in facts:
        known.update(class_set.ids[index] for index in one.pixels.nonzero()[0])
    return _Evidence(foreign, frozenset(known), len(faults), _labelled(facts, faults))


def _labelled(facts: Sequence[SampleFacts], faults: Sequence[ForeignIdsFault]) -> int:
    return sum(one.label_size is not None for one in facts) + len(faults)


def _finding(faults: Sequence[ForeignIdsFault], seen: _Evidence, class_set: ClassSet, root: str) -> Finding:
    code, reading, remedy = _convention(seen, class_set)
    worst = sorted(faults, key=lambda fault: -sum(fault.counts[value] for value in fault.foreign))
    message = (
        f"{by_count(seen.masks, 'mask')} of {seen.labelled} hold ids outside the class set: "
        f"{shown_ids(seen.foreign)}{reading}."
    )
    return Finding(code, Severity.ERROR, message, files_of(worst, root), remedy)


def _convention(seen: _Evidence, class_set: ClassSet) -> tuple[str, str, str]:
    """Give code, what the ids look like, and the remedy."""
    foreign = set(seen.foreign)
    above = max(class_set.ids) + 1
    if foreign == {_USUAL_IGNORE} and class_set.ignore_id is None:
        return _ignore_undeclared(_USUAL_IGNORE, ", the usual id of pixels that no score counts")
    if foreign == {above} and class_set.ignore_id is None and 0 in class_set.ids and 0 not in seen.known:
        return (
            "foreign-ids",
            f"; id 0 never occurs, so the masks seem to count from 1 to {above}",
            "Write the ids as the masks have them, from 1 on, in a YAML class file "
            "(`classes: {1: name, 2: name, …}`).",
        )
    if foreign == {above} and class_set.ignore_id is None:
        return _ignore_undeclared(
            above, ", one more than the highest class id; CamVid marks ignored pixels so"
        )
    if min(foreign) < 0:
        return (
            "foreign-ids",
            "; negative ids come from a signed 8-bit file in which 255 became -1",
            "Save the masks as unsigned 8- or 16-bit PNG.",
        )
    return (
        "foreign-ids",
        "",
        "Add the missing classes to the class file with the ids that the masks have, or name the one id "
        "that no score counts (`ignore:` or --ignore ID).",
    )


def _ignore_undeclared(value: int, reading: str) -> tuple[str, str, str]:
    remedy = f"If no score shall count these pixels, write `ignore: {value}` in the class file or give "
    option = f"--ignore {value} (data.ignore={value} for `segscope train`)"
    return "foreign-ids", reading, f"{remedy}{option}; else add the class."


def _smoothed_finding(faults: Sequence[ForeignIdsFault], root: str) -> Finding:
    worst = sorted(faults, key=lambda fault: -len(fault.counts))
    message = (
        f"{by_count(len(faults), 'mask')} were resized or smoothed like a photo: ids stand along the borders "
        f"that lie between their neighbours' ids ({len(worst[0].counts)} different ids in the worst one)."
    )
    remedy = "Export the masks again at their own size, and resize masks by nearest neighbour only."
    return Finding("interpolated-mask", Severity.ERROR, message, files_of(worst, root), remedy)
