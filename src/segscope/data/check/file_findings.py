"""Findings about single files: what cannot be read, does not fit, or shows next to nothing."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from segscope.data.check.binary_masks import are_half_of_a_split
from segscope.data.check.finding_text import by_count, files_of, masks_of, pictures_of
from segscope.data.check.foreign_ids import foreign_id_findings
from segscope.data.check.sample_facts import SampleFacts
from segscope.data.faults import FileFault, ForeignIdsFault
from segscope.data.finding import Finding, Severity
from segscope.engine.class_set import ClassSet
from segscope.errors import DataError

NEARLY_ALL = 0.99
"""Share of ignored pixels from which on a mask is ignored as a whole."""
NEARLY_EMPTY = 0.999
"""Share of the background, among pixels that are not ignored, from which on a mask is nearly empty."""
_DEFAULT_REMEDY = "Correct the file or take it out of the data set."


def file_findings(
    facts: Sequence[SampleFacts], class_set: ClassSet, root: str, known: Iterable[Finding]
) -> list[Finding]:
    """Make the findings of single files.

    Args:
        facts: All samples of the data set.
        class_set: The classes.
        root: What file names are shown relative to.
        known: Findings of the reader; an error that one of them names already is not said twice.
    """
    return [
        *_fault_findings(facts, root, known),
        *foreign_id_findings(facts, class_set, root),
        *_size_findings(facts, root),
        *_interpolation_findings(facts, root),
        *_orientation_findings(facts, root),
        *_near_empty_findings(facts, class_set, root),
    ]


def _fault_findings(facts: Sequence[SampleFacts], root: str, known: Iterable[Finding]) -> list[Finding]:
    places = {(finding.code, name) for finding in known for name in finding.files}
    kinds: dict[tuple[str, str], list[FileFault]] = defaultdict(list)
    others: list[DataError] = []
    for one in facts:
        faults = [fault for fault in one.faults if isinstance(fault, FileFault)]
        told = {fault.code for fault in faults if (fault.code, _place(fault)) in places}
        for fault in faults:
            if fault.code not in told and not isinstance(fault, ForeignIdsFault):
                # Figures differ from file to file; the kind of damage is the text around them.
                kinds[fault.code, re.sub(r"[\d.,]+|#\w+", "#", fault.problem)].append(fault)
        others += [fault for fault in one.faults if not isinstance(fault, FileFault)]
    found = [_fault_finding(code, faults, root) for (code, _), faults in kinds.items()]
    return found + [
        Finding("unreadable-file", Severity.ERROR, str(error), (), _DEFAULT_REMEDY) for error in others
    ]


def _place(fault: FileFault) -> str:
    # Readers of annotation files name the record first, in their findings as in their faults.
    return f"{fault.path.name if fault.path else ''}: {fault.problem.split(': ')[0]}"


def _fault_finding(code: str, faults: Sequence[FileFault], root: str) -> Finding:
    files = files_of(faults, root)
    first = faults[0]
    many = f" (and {by_count(len(files) - 1, 'other file')} like it)" if len(files) > 1 else ""
    remedy = f"{first.remedy[:1].upper()}{first.remedy[1:].rstrip('.')}." if first.remedy else _DEFAULT_REMEDY
    return Finding(code, Severity.ERROR, f"{files[0]}: {first.problem}{many}.", files, remedy)


def _size_findings(facts: Sequence[SampleFacts], root: str) -> list[Finding]:
    differing = [
        one for one in facts if one.image_size and one.label_size and one.image_size != one.label_size
    ]
    swapped = [one for one in differing if one.image_size == (one.label_size or ())[::-1]]
    other = [one for one in differing if one not in swapped]
    found = []
    if other:
        remedy = (
            "Export the masks at the size of the pictures; segscope never resizes ground truth in silence."
        )
        found.append(_size_finding(other, "", remedy, root))
    if swapped:
        remedy = "Turn the pictures or the masks by 90 degrees; check which way on one of them."
        found.append(_size_finding(swapped, ", as if one of the two were turned", remedy, root))
    return found


def _size_finding(facts: Sequence[SampleFacts], reading: str, remedy: str, root: str) -> Finding:
    (height, width), (mask_height, mask_width) = facts[0].image_size or (0, 0), facts[0].label_size or (0, 0)
    files = pictures_of(facts, root)
    message = (
        f"{by_count(len(facts), 'picture')} and their masks differ in size{reading}: {files[0]} is "
        f"{width}×{height}, its mask {mask_width}×{mask_height} (width×height)."
    )
    return Finding("size-mismatch", Severity.ERROR, message, files, remedy)


def _interpolation_findings(facts: Sequence[SampleFacts], root: str) -> list[Finding]:
    # Masks with foreign ids are judged together with those ids.
    suspects = [one for one in facts if one.label_size and one.ramps is not None and one.ramps.suspicious]
    suspects.sort(key=lambda one: -one.ramps.between / one.ramps.border if one.ramps else 0.0)
    certain = [one for one in suspects if one.ramps and one.ramps.certain]
    doubtful = [one for one in suspects if one.ramps and not one.ramps.certain]
    # Few classes leave few ids to lie between others; a contour class is one id in all masks.
    several = [one for one in doubtful if one.ramps and one.ramps.ids_between > 1]
    if are_half_of_a_split(several, facts):
        certain += several
        doubtful = [one for one in doubtful if one.ramps and one.ramps.ids_between == 1]
    found = []
    if certain:
        message = (
            f"{by_count(len(certain), 'mask')} were resized or smoothed like a photo: along the borders "
            "stand ids that lie between their neighbours' ids and name other classes."
        )
        remedy = "Export the masks again at their own size, and resize masks by nearest neighbour only."
        found.append(Finding("interpolated-mask", Severity.ERROR, message, masks_of(certain, root), remedy))
    if doubtful:
        message = (
            f"{by_count(len(doubtful), 'mask')} have an id along most borders that lies between its "
            "neighbours' ids, as resizing like a photo makes it."
        )
        remedy = "If this id is a thin contour class, all is well; else export the masks again."
        found.append(
            Finding("interpolated-mask", Severity.WARNING, message, masks_of(doubtful, root), remedy)
        )
    return found


def _orientation_findings(facts: Sequence[SampleFacts], root: str) -> list[Finding]:
    turned = [one for one in facts if one.turned != 1]
    if not turned:
        return []
    message = (
        f"{by_count(len(turned), 'picture')} carry an EXIF orientation that leaves the size as it is, so "
        "that it cannot be told whether their masks follow it; the stored orientation is used."
    )
    remedy = "Look at them on the contact sheet; then store the pictures upright and remove the EXIF tag."
    return [Finding("exif-orientation", Severity.WARNING, message, pictures_of(turned, root), remedy)]


def _near_empty_findings(facts: Sequence[SampleFacts], class_set: ClassSet, root: str) -> list[Finding]:
    labelled = [one for one in facts if one.label_size]
    ignored = [one for one in labelled if one.ignored >= NEARLY_ALL * _total(one)]
    found = []
    if ignored:
        message = f"{by_count(len(ignored), 'mask')} are ignored in 99 % of their pixels or more."
        remedy = "Annotate them, or take them out: they teach and test nothing."
        found.append(Finding("near-empty-mask", Severity.WARNING, message, masks_of(ignored, root), remedy))
    counted = [one for one in labelled if one not in ignored]
    return found + _background_findings(counted, class_set, root)


def _background_findings(facts: Sequence[SampleFacts], class_set: ClassSet, root: str) -> list[Finding]:
    """Name masks of background, or of what is background by all appearances."""
    least = NEARLY_EMPTY
    background = class_set.background
    if background is None:
        # Without the role a class may rightly fill pictures but for a few pixels: only masks of it alone.
        least = 1.0
        background = _named_background(class_set)
    empty = [one for one in facts if one.pixels[background] >= least * one.pixels.sum()]
    if not empty:
        return []
    name = class_set.names[background]
    wholly = all(one.pixels[background] == one.pixels.sum() for one in empty)
    share = "" if wholly else f" in {100 * least:g} % of the pixels or more"
    verb = "shows" if len(empty) == 1 else "show"
    message = f"{by_count(len(empty), 'mask')} {verb} nothing but {name}{share}."
    remedy = "Check that they were annotated; pictures without objects are fine if they are meant to be."
    return [Finding("near-empty-mask", Severity.WARNING, message, masks_of(empty, root), remedy)]


def _named_background(class_set: ClassSet) -> int:
    """Give the class that is called Background, or else the first: most tools fill new masks with it."""
    names = [name.casefold() for name in class_set.names]
    return names.index("background") if "background" in names else 0


def _total(facts: SampleFacts) -> int:
    height, width = facts.label_size or (0, 0)
    return height * width
