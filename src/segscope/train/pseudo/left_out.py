"""Unlabelled pictures that would tell a student what it is validated on."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from segscope.data.check.duplicates import find_twins
from segscope.data.check.sample_facts import SampleFacts
from segscope.data.groups import find_groups
from segscope.data.sample import Sample


def groups_of_names(
    pictures: Mapping[str, Path], known: Sequence[Sample], rule: str | None
) -> tuple[str | None, ...]:
    """Give each unlabelled picture its group, by the rule that the labelled ones' names follow.

    Args:
        pictures: Name → file.
        known: Labelled pictures, with their groups.
        rule: The data set's group rule; None where prefixes of names were recognised as groups, or none were.
    """
    names = [f"{name}{path.suffix}" for name, path in pictures.items()]
    if rule is not None:
        # The rule matches labelled pictures, so that it is no error where it matches none of the others.
        labelled = [f"{sample.id}{sample.image_path.suffix}" for sample in known]
        return find_groups([*names, *labelled], rule)[: len(names)]
    groups = sorted({sample.group for sample in known if sample.group is not None})
    # Two names a group: prefixes count as groups here exactly where they did among the labelled pictures.
    proxies = [f"{group}/{number}" for group in groups for number in range(2)]
    return find_groups([*names, *proxies], None)[: len(names)]


def find_left_out(validated: Sequence[SampleFacts], unlabelled: Sequence[SampleFacts]) -> dict[str, str]:
    """Find pictures that show what a validation picture shows, and say why each is left out.

    Args:
        validated: The validation part.
        unlabelled: The pictures to be labelled, with their groups.

    Returns:
        Name → reason, in the order of the pictures.
    """
    groups = {facts.sample.group for facts in validated} - {None}
    reasons = {
        facts.sample.id: f"of group {facts.sample.group}, as validation pictures are"
        for facts in unlabelled
        if facts.sample.group in groups
    }
    for twins in find_twins([validated, unlabelled]):
        how = "the same file as" if twins.identical else "a near-duplicate of"
        reasons[twins.second.sample.id] = f"{how} validation picture {twins.first.sample.id}"
    for facts in unlabelled:
        if facts.faults:
            reasons[facts.sample.id] = str(facts.faults[0])
    return {facts.sample.id: reasons[facts.sample.id] for facts in unlabelled if facts.sample.id in reasons}
