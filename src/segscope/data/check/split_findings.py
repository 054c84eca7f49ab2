"""Findings about splits: what they share and what they lack."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from segscope.data.check.duplicates import Twins, find_twins
from segscope.data.check.finding_text import by_count
from segscope.data.check.report import SplitReport
from segscope.data.check.sample_facts import SampleFacts
from segscope.data.faults import relative_name
from segscope.data.finding import Finding, Severity

_APART = "Give the pictures of one group to one split only, or the score looks better than it is."

_SHOWN_GROUPS = 6


def split_findings(
    facts: Mapping[str, Sequence[SampleFacts]], reports: Sequence[SplitReport], root: str
) -> list[Finding]:
    """Make the findings of splits.

    Args:
        facts: The samples of each split.
        reports: The figures of each split.
        root: What file names are shown relative to.
    """
    if not any(facts.values()):
        message = "The data set has no sample that could be used."
        return [Finding("empty-dataset", Severity.ERROR, message, (), "See the other findings.")]
    twins = find_twins(list(facts.values()))
    return [
        *_twin_findings([one for one in twins if one.identical], root, identical=True),
        *_twin_findings([one for one in twins if not one.identical], root, identical=False),
        *_group_findings(facts, root),
        *(finding for report in reports for finding in _absent_classes(report)),
    ]


def _twin_findings(twins: Sequence[Twins], root: str, *, identical: bool) -> list[Finding]:
    if not twins:
        return []
    splits = " and ".join(sorted({f"{t.first.sample.split} and {t.second.sample.split}" for t in twins}))
    names = [[relative_name(one.sample.image_path, root) for one in (t.first, t.second)] for t in twins]
    files = tuple(" = ".join(pair) for pair in names)
    times = by_count(len(twins), "pair")
    others = sum(one.others for one in twins)
    if others:
        splits += f"; {len(twins) + others:,} pairs with every partner, the nearest are listed"
    message = (
        f"{times} of identical picture files stand in two splits ({splits})."
        if identical
        else f"{times} of pictures in two splits ({splits}) show the same, saved again or a moment apart."
    )
    code = "same-picture" if identical else "near-duplicate"
    return [Finding(code, Severity.WARNING, message, files, "Keep each picture in one split only.")]


def _group_findings(facts: Mapping[str, Sequence[SampleFacts]], root: str) -> list[Finding]:
    """Make one finding for each combination of splits that share groups."""
    holders: dict[str, list[str]] = defaultdict(list)
    for split, seen in facts.items():
        for group in sorted({one.sample.group for one in seen if one.sample.group is not None}):
            holders[group].append(split)
    shared: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for group, splits in holders.items():
        if len(splits) > 1:
            shared[tuple(splits)].append(group)
    return [_group_finding(facts, splits, groups, root) for splits, groups in shared.items()]


def _group_finding(
    facts: Mapping[str, Sequence[SampleFacts]], splits: tuple[str, ...], groups: list[str], root: str
) -> Finding:
    torn = set(groups)
    sizes = {split: sum(one.sample.group in torn for one in facts[split]) for split in splits}
    where = " and ".join(f"{split} ({by_count(size, 'picture')})" for split, size in sizes.items())
    names = ", ".join(groups[:_SHOWN_GROUPS])
    more = f" and {len(groups) - _SHOWN_GROUPS} more" if len(groups) > _SHOWN_GROUPS else ""
    subject = f"Group {names} is" if len(groups) == 1 else f"{len(groups)} groups are"
    listed = "" if len(groups) == 1 else f" ({names}{more})"
    message = f"{subject} in {where}{listed}: what is measured on one was seen in the other."
    files = tuple(_first_of(facts[split], group, root) for group in groups for split in splits)
    return Finding("same-group", Severity.WARNING, message, files, _APART)


def _first_of(facts: Sequence[SampleFacts], group: str, root: str) -> str:
    first = next(one for one in facts if one.sample.group == group)
    return relative_name(first.sample.image_path, root)


def missing_splits(reports: Sequence[SplitReport], needs: Sequence[str]) -> list[Finding]:
    """Make a finding of splits that a training asks for and that hold no picture with ground truth."""
    labelled = [report.name for report in reports if report.labelled]
    missing = [name for name in needs if name not in labelled]
    if not missing or not labelled:
        return []
    message = (
        f"A training asks for the split {' and the split '.join(missing)}; with ground truth there is "
        f"{', '.join(labelled)} alone."
    )
    remedy = (
        "Train on folds (`segscope train DATA --folds 5`), divide the pictures by `segscope split`, or name "
        "the splits to take (data.train=…, data.val=…)."
    )
    return [Finding("missing-split", Severity.WARNING, message, (), remedy)]


def _absent_classes(report: SplitReport) -> list[Finding]:
    absent = [one.name for one in report.classes if one.pixels == 0]
    if not absent or not report.labelled:
        return []
    names = ", ".join(absent)
    verb = "occurs" if len(absent) == 1 else "occur"
    message = f"{names} never {verb} in split {report.name}."
    remedy = "Add pictures that show it, or expect neither learning nor a score for it there."
    return [Finding("absent-class", Severity.WARNING, message, (), remedy)]
