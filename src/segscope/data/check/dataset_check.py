"""Look at every sample of a data set once, and report what would make training wrong."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from segscope.data.channel_statistics import channel_statistics
from segscope.data.check.binary_masks import ignored_foreground_findings
from segscope.data.check.file_findings import file_findings
from segscope.data.check.format_findings import format_findings
from segscope.data.check.report import CheckReport, ClassReport, SplitReport
from segscope.data.check.sample_facts import SampleFacts, look_at_all
from segscope.data.check.split_findings import missing_splits, split_findings
from segscope.data.finding import Severity
from segscope.data.sample import Dataset
from segscope.engine.class_set import ClassSet


def check_dataset(
    dataset: Dataset,
    *,
    progress: Callable[[int, int], None] | None = None,
    threads: int | None = None,
    needs: Sequence[str] = (),
) -> CheckReport:
    """Check a data set: every picture and label map is read once, in threads.

    One bad file never stops the others; it becomes a finding.

    Args:
        dataset: Any reader.
        progress: Called with (samples done, samples in all) after each sample.
        threads: How many samples are read at a time; None takes one a processor, at most 8.
        needs: Splits that a training asks for; one that is not there is a warning.

    Returns:
        Figures per split and class, and the findings, errors first.
    """
    samples = [sample for split in dataset.samples.values() for sample in split]
    seen = list(look_at_all(dataset, samples, progress, threads))
    by_split = {split: [one for one in seen if one.sample.split == split] for split in dataset.samples}
    reports = tuple(_split_report(split, facts, dataset.class_set) for split, facts in by_split.items())
    root = str(dataset.root)
    findings = [
        *dataset.findings,
        *file_findings(seen, dataset.class_set, root, dataset.findings),
        *ignored_foreground_findings(seen, dataset.class_set, root),
        *format_findings(seen, dataset.picture_format, root),
        *split_findings(by_split, reports, root),
        *missing_splits(reports, needs),
    ]
    return CheckReport(
        root=root,
        layout=dataset.layout,
        class_set=dataset.class_set,
        picture_format=dataset.picture_format,
        splits=reports,
        findings=tuple(sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR)),
        image_hashes={(one.sample.split, one.sample.id): one.digest.hex() for one in seen if one.digest},
    )


def _split_report(split: str, facts: Sequence[SampleFacts], class_set: ClassSet) -> SplitReport:
    labelled = [one for one in facts if one.label_size]
    sizes = Counter(one.image_size for one in facts if one.image_size)
    groups = {one.sample.group for one in facts if one.sample.group is not None}
    return SplitReport(
        name=split,
        images=len(facts),
        labelled=len(labelled),
        groups=len(groups),
        pixels=sum(int(one.pixels.sum()) + one.ignored for one in labelled),
        ignored_pixels=sum(one.ignored for one in labelled),
        classes=_class_reports(labelled, class_set),
        sizes=tuple((height, width, count) for (height, width), count in sizes.most_common()),
        channels=channel_statistics([one.channels for one in facts if one.channels is not None]),
    )


def _class_reports(labelled: Sequence[SampleFacts], class_set: ClassSet) -> tuple[ClassReport, ...]:
    if not labelled:
        return tuple(ClassReport(name, 0, 0, 0, None) for name in class_set.names)
    pixels = np.stack([one.pixels for one in labelled])
    objects = np.stack([one.objects for one in labelled])
    largest = pixels.argmax(axis=0)
    return tuple(
        ClassReport(
            name=name,
            pixels=int(pixels[:, index].sum()),
            images=int(np.count_nonzero(pixels[:, index])),
            objects=int(objects[:, index].sum()),
            example=labelled[int(largest[index])].sample.id if pixels[:, index].any() else None,
        )
        for index, name in enumerate(class_set.names)
    )
