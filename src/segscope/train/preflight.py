"""Before step one: the data opened, checked, and findable from any folder."""

from pathlib import Path

from segscope.config.run_config import RunConfig
from segscope.data.check import CheckReport, check_dataset
from segscope.data.finding import Severity
from segscope.data.open import open_dataset
from segscope.data.sample import Dataset
from segscope.errors import DataError
from segscope.store.workspace import Workspace
from segscope.train.progress import Watcher


def open_data(config: RunConfig, workspace: Workspace) -> Dataset:
    """Open the config's data set; rasterised label maps are cached in the workspace."""
    return open_dataset(
        Path(config.data.path),
        classes=Path(config.data.classes) if config.data.classes else None,
        group=config.data.group,
        ignore=config.data.ignore,
        overlap=config.data.overlap,
        cache_dir=workspace.folder / "cache" / "labels",
    )


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
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise DataError(
            f"{dataset.root}: {errors[0].message}{more} {errors[0].remedy} "
            "See `segscope check` for all findings and their files."
        )
    return report


def class_pixels(report: CheckReport, split: str) -> tuple[int, ...]:
    """Give the pixels of each class in a split: (K,)."""
    return next(tuple(c.pixels for c in s.classes) for s in report.splits if s.name == split)


def with_absolute_paths(config: RunConfig) -> RunConfig:
    """Make the data findable from any folder, for a resume."""
    data = config.data
    paths = {"path": str(Path(data.path).expanduser().absolute())}
    if data.classes:
        paths["classes"] = str(Path(data.classes).expanduser().absolute())
    return config.model_copy(update={"data": data.model_copy(update=paths)})
