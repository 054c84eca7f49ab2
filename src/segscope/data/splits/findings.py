"""What is wrong with a division, in sentences."""

from collections import Counter
from collections.abc import Iterator

from segscope.data.check.finding_text import by_count
from segscope.data.finding import Finding, Severity
from segscope.data.splits.division import Division
from segscope.data.splits.leaks import TwinPictures

_SHOWN_GROUPS = 6
_TOO_LARGE = 1.25


def division_findings(division: Division) -> tuple[Finding, ...]:
    """Make the findings of a division: what leaks from fold to fold, and what a fold lacks.

    All are warnings: a division that leaks can be trained on, but its scores look better than they are.
    """
    return (
        *_group_findings(division),
        *_size_findings(division),
        *_twin_findings(division),
        *_missing_findings(division),
    )


def _group_findings(division: Division) -> Iterator[Finding]:
    leaks = division.leaks
    if leaks.groups == 0:
        message = "No groups are known, so that pictures of one scene may stand in several folds."
        remedy = "Where file names tell the scene, give the rule with --group REGEX."
        yield Finding("no-groups", Severity.WARNING, message, (), remedy)
    if leaks.torn:
        names = ", ".join(group for group, _ in leaks.torn[:_SHOWN_GROUPS])
        more = f" and {len(leaks.torn) - _SHOWN_GROUPS} more" if len(leaks.torn) > _SHOWN_GROUPS else ""
        message = (
            f"{len(leaks.torn)} of {by_count(leaks.groups, 'group')} stand in several folds ({names}{more}): "
            "what is measured on one was seen in another."
        )
        remedy = "Keep groups whole with --method stratified-group, or expect scores that are too good."
        yield Finding("torn-group", Severity.WARNING, message, (), remedy)


def _size_findings(division: Division) -> Iterator[Finding]:
    """Tell of a group that no fold of the right size can hold."""
    sizes = Counter(row.group for row in division.split.rows if row.group is not None)
    fair = 1 / division.split.folds if division.split.folds > 1 else 1.0
    for group, size in sizes.most_common(1):
        share = size / len(division.split.rows)
        if not division.leaks.torn and share > _TOO_LARGE * fair:
            message = (
                f"Group {group} holds {share:.0%} of the pictures, and a fold should hold {fair:.0%}: the "
                "folds cannot be even."
            )
            remedy = "Take finer groups with --group REGEX, or fewer folds."
            yield Finding("large-group", Severity.WARNING, message, (), remedy)


def _twin_findings(division: Division) -> Iterator[Finding]:
    twins = division.leaks.twins
    identical = [one for one in twins if one.identical]
    near = [one for one in twins if not one.identical]
    remedy = "Delete one of each pair, or give a --group rule by which they belong together."
    if identical:
        message = f"{by_count(len(identical), 'pair')} of identical picture files stand in two folds."
        yield Finding("same-picture", Severity.WARNING, message, _files(identical), remedy)
    if near:
        message = (
            f"{by_count(len(near), 'pair')} of pictures in two folds show the same, saved again or a moment "
            "apart."
        )
        yield Finding("near-duplicate", Severity.WARNING, message, _files(near), remedy)


def _files(twins: list[TwinPictures]) -> tuple[str, ...]:
    return tuple(f"{one.first} = {one.second}" for one in twins)


def _missing_findings(division: Division) -> Iterator[Finding]:
    names = division.class_set.names
    for fold in sorted({fold for fold, _ in division.balance.missing}):
        absent = [names[index] for where, index in division.balance.missing if where == fold]
        verb = "occurs" if len(absent) == 1 else "occur"
        message = f"{', '.join(absent)} never {verb} in fold {fold}, so that it has no score there."
        remedy = "Take fewer folds, or smaller groups, or add pictures that show it."
        yield Finding("absent-class", Severity.WARNING, message, (), remedy)
