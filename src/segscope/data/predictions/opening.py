"""Open ground truth and predictions: readers chosen, files joined, and what does not join named."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from segscope.config.class_file import ClassFile
from segscope.data.coco import open_coco
from segscope.data.faults import show_name
from segscope.data.groups import find_groups
from segscope.data.mask_reader import choose_mask_reader
from segscope.data.predictions.classes import choose_classes, missing_classes
from segscope.data.predictions.map_folder import list_map_files, shown_names
from segscope.data.predictions.matching import Matched, match_files
from segscope.data.predictions.pairs import PredictionPair, PredictionPairs
from segscope.data.predictions.sources import PredictionSources
from segscope.data.sample import Dataset, Sample
from segscope.errors import DataError

SPLIT = "val"
"""The split that imported predictions are kept under."""
_SHOWN = 4


def open_predictions(sources: PredictionSources, *, cache_dir: Path | None = None) -> PredictionPairs:
    r"""Open ground truth and predictions.

    Args:
        sources: What the user gives.
        cache_dir: Where rasterised COCO label maps are kept; None means the user's cache folder.

    Raises:
        UsageError: A folder is missing, or the class file is.
        ConfigError: The class file is wrong.
        DataError: A folder holds nothing to read, files do not pair up, or masks hold colours and the
            class file gives none.

    Example:
        >>> import tempfile
        >>> from PIL import Image
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     for name in ("gt", "pred"):
        ...         Path(folder, name).mkdir()
        ...         Image.new("L", (3, 2), 1).save(Path(folder, name, "a.png"))
        ...     _ = Path(folder, "classes.txt").write_text("floor\ncup\n", encoding="utf-8")
        ...     place = Path(folder)
        ...     found = open_predictions(
        ...         PredictionSources(place / "gt", place / "pred", place / "classes.txt")
        ...     )
        ...     truth, prediction = found.read(found.pairs[0])
        >>> found.pairs[0].id, prediction.tolist()
        ('a', [[1, 1, 1], [1, 1, 1]])
    """
    warnings = list(_warn_of_same_folder(sources))
    class_file = choose_classes(sources, warnings)
    truth = _open_truth(sources, class_file, cache_dir)
    samples = {sample.id: sample for split in truth.samples.values() for sample in split}
    matched = match_files(samples, list_map_files(sources.predictions, "predictions"))
    _report_unpaired(sources, matched, warnings)
    own_classes = ClassFile(truth.class_set) if class_file is None else class_file
    predicted = tuple(Sample(key, SPLIT, path, None, path) for key, path in matched.files.items())
    predictions = choose_mask_reader(
        sources.predictions, {SPLIT: predicted}, (), replace(own_classes, class_set=truth.class_set)
    )
    images = _beside(sources.images, "pictures", matched.files)
    confidences = _beside(sources.confidence, "confidences", matched.files)
    pairs = [
        PredictionPair(s.id, samples[s.id], s, images.get(s.id), confidences.get(s.id)) for s in predicted
    ]
    pairs.sort(key=lambda pair: pair.id)
    return PredictionPairs(truth, predictions, tuple(pairs), tuple(warnings))


def _warn_of_same_folder(sources: PredictionSources) -> Iterator[str]:
    if sources.ground_truth.exists() and sources.ground_truth.resolve() == sources.predictions.resolve():
        yield (
            f"{show_name(sources.predictions)} is given as ground truth and as predictions: "
            "every score will be perfect."
        )


def _open_truth(sources: PredictionSources, class_file: ClassFile | None, cache_dir: Path | None) -> Dataset:
    root = sources.ground_truth
    if root.is_file() and root.suffix.lower() == ".json":
        return open_coco(root, classes=class_file, images_dir=sources.images, cache_dir=cache_dir)
    files = list_map_files(root, "ground truth")
    if class_file is None:
        raise missing_classes()
    names = [path.relative_to(root).as_posix() for path in files.values()]
    groups = find_groups(names, class_file.group)
    samples = tuple(
        Sample(key, SPLIT, path, group, path)
        for (key, path), group in zip(files.items(), groups, strict=True)
    )
    return choose_mask_reader(root, {SPLIT: samples}, (), class_file)


def _report_unpaired(sources: PredictionSources, matched: Matched, warnings: list[str]) -> None:
    """Refuse what only one side has, or note that it is left out."""
    parts = []
    if matched.missing:
        parts.append(f"{len(matched.missing)} without a prediction ({_few(matched.missing)})")
    if matched.left_over:
        extra = shown_names(list(matched.left_over), sources.predictions)
        parts.append(f"{len(matched.left_over)} predictions without ground truth ({extra})")
    if not parts:
        return
    problem = f"{show_name(sources.ground_truth)} and {show_name(sources.predictions)} do not pair up: "
    problem += " and ".join(parts)
    if not matched.files:
        raise DataError(f"{problem}: give both the same file names up to the ending.")
    if not sources.allow_unpaired:
        raise DataError(f"{problem}: complete the folders, or leave these out with --allow-unpaired.")
    warnings.append(f"{problem}: left out.")


def _beside(folder: Path | None, what: str, ids: Mapping[str, Path]) -> Mapping[str, Path]:
    """Find the files of a further folder, which must have one for every pair and may have more."""
    if folder is None:
        return {}
    matched = match_files(ids, list_map_files(folder, what))
    if matched.missing:
        raise DataError(
            f"{show_name(folder)} lacks the {what} of {len(matched.missing)} of {len(ids)} pairs "
            f"({_few(matched.missing)}): complete the folder, or leave it out."
        )
    return matched.files


def _few(keys: Sequence[str]) -> str:
    more = f" and {len(keys) - _SHOWN} more" if len(keys) > _SHOWN else ""
    return ", ".join(map(show_name, keys[:_SHOWN])) + more
