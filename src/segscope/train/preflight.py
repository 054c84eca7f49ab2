"""Before step one: the data opened, checked, and findable from any folder."""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from segscope.config.run_config import RunConfig
from segscope.data.channel_statistics import ChannelStatistics
from segscope.data.check import CheckReport, check_dataset
from segscope.data.finding import Finding, Severity
from segscope.data.open import open_dataset, with_detected_pictures
from segscope.data.sample import Dataset
from segscope.data.splits.configured import fold_of_config, pin_split
from segscope.engine.cpus import usable_cpus
from segscope.errors import DataError
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.progress import Watcher
from segscope.train.pseudo.training import pin_pseudo
from segscope.train.unknown.build import pin_unknown

_SHOWN_FILES = 3


def open_data(config: RunConfig, workspace: Workspace) -> Dataset:
    """Open the config's data set as its fold sees it; rasterised label maps are cached in the workspace."""
    dataset = open_dataset(
        Path(config.data.path),
        classes=Path(config.data.classes) if config.data.classes else None,
        group=config.data.group,
        ignore=config.data.ignore,
        overlap=config.data.overlap,
        crowd=config.data.crowd,
        images_dir=Path(config.data.images) if config.data.images else None,
        cache_dir=label_cache_folder(workspace),
    )
    channels = None if config.data.channels == "auto" else config.data.channels
    bits = None if config.data.bits == "auto" else config.data.bits
    if channels or bits:
        dataset = with_detected_pictures(dataset, channels, bits)
    return fold_of_config(dataset, config.data)


def label_cache_folder(workspace: Workspace) -> Path:
    """Where label maps that are costly to make are kept."""
    return workspace.folder / "cache" / "labels"


def refuse_bad_data(dataset: Dataset, watcher: Watcher) -> CheckReport:
    """Check the data set; tell warnings, and refuse errors.

    Raises:
        DataError: With the first error and how many there are.
    """
    report = check_dataset(dataset, progress=watcher.data_checked)
    for finding in report.findings:
        if finding.severity is Severity.WARNING:
            watcher.message(f"{finding.message} {finding.remedy}")
    errors = [finding for finding in report.findings if finding.severity is Severity.ERROR]
    if errors:
        raise DataError(_refusal(dataset.root, errors))
    return report


def _refusal(root: Path, errors: Sequence[Finding]) -> str:
    """Say the first error with the worst of its files, and where the others are told."""
    first = errors[0]
    seen = f" Seen in {', '.join(first.files[:_SHOWN_FILES])}." if first.files else ""
    others = f" ({len(errors) - 1} more kinds of errors were found)" if len(errors) > 1 else ""
    return (
        f"{root}: {first.message}{others} {first.remedy}{seen} "
        "See `segscope check` for all findings and their files."
    )


def refuse_changed_data(run: Run, dataset: Dataset) -> None:
    """Compare labels and pictures with what the run began with.

    Raises:
        DataError: They are no longer the same.
    """
    if dataset.label_source_hash() != run.label_hash:
        raise DataError(
            f"{dataset.root}: the labels are no longer those that run {run.id} began with: put them back, or "
            "start a new run."
        )
    began = {(row.split, row.id): row.image_hash for row in run.samples()}
    known = [
        (sample.image_path, expected)
        for samples in dataset.samples.values()
        for sample in samples
        if (expected := began.get((sample.split, sample.id)))
    ]
    with ThreadPoolExecutor(usable_cpus()) as pool:
        hashes = pool.map(file_hash, (path for path, _ in known))
        changed = [path for (path, expected), found in zip(known, hashes, strict=True) if found != expected]
    if changed:
        more = f" (nor are {len(changed) - 1} others)" if len(changed) > 1 else ""
        raise DataError(
            f"{changed[0]} is no longer the picture that run {run.id} began with{more}: put it "
            "back, or start a new run."
        )


def file_hash(path: Path) -> str | None:
    """Give the hex SHA-256 of a file; None where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def class_pixels(report: CheckReport, split: str) -> tuple[int, ...]:
    """Give the pixels of each class in a split: (K,)."""
    return next(tuple(c.pixels for c in s.classes) for s in report.splits if s.name == split)


def channel_figures(report: CheckReport, split: str) -> ChannelStatistics | None:
    """Give mean and deviation of each channel in a split; None for 8-bit RGB."""
    return next(s.channels for s in report.splits if s.name == split)


def with_picture_format(config: RunConfig, dataset: Dataset) -> RunConfig:
    """Note the channels and bits of the pictures, so that resuming and predicting read the same."""
    form = dataset.picture_format
    data = config.data.model_copy(update={"channels": form.channels, "bits": form.bits})
    return config.model_copy(update={"data": data})


def with_absolute_paths(config: RunConfig) -> RunConfig:
    """Make the data findable from any folder, for a resume, and note which files it is divided by."""
    config = pin_unknown(config)
    data = pin_pseudo(pin_split(config.data))
    given = {
        "path": data.path,
        "classes": data.classes,
        "images": data.images,
        "split": data.split,
        "pseudo": data.pseudo,
    }
    paths = {name: str(Path(path).expanduser().absolute()) for name, path in given.items() if path}
    return config.model_copy(update={"data": data.model_copy(update=paths)})
