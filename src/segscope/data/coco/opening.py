"""Open a COCO data set: read every annotation file, check it, and find its pictures."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from segscope.config.class_file import ClassFile, load_class_file
from segscope.data.coco.annotations import read_annotations
from segscope.data.coco.categories import ClassMap, map_categories, merge_categories, read_categories
from segscope.data.coco.dataset import CocoDataset, SplitSource
from segscope.data.coco.images import ImageEntry, read_images
from segscope.data.coco.json_file import JsonFile, read_json_file
from segscope.data.coco.layout import find_annotation_files
from segscope.data.coco.options import Crowd, Overlap, choose
from segscope.data.coco.painting import PaintRule
from segscope.data.coco.pictures import find_pictures
from segscope.data.coco.problems import Problems
from segscope.data.finding import Finding, Severity
from segscope.data.groups import find_groups
from segscope.data.label_cache import default_cache_dir
from segscope.errors import DataError

_WITHOUT_TRUTH = "test"


def open_coco(
    path: Path | str,
    *,
    classes: ClassFile | Path | None = None,
    group: str | None = None,
    overlap: str = Overlap.SMALLER_ON_TOP,
    crowd: str = Crowd.CLASS,
    images_dir: Path | None = None,
    cache_dir: Path | None = None,
) -> CocoDataset:
    """Open a COCO data set as a :class:`segscope.data.sample.Dataset`.

    Every record is checked on opening. What is wrong becomes a finding; a sample that an error touches
    stays in the set, and reading its label map raises, so that no label is wrong in silence.

    Args:
        path: One COCO JSON, or a folder with ``train.json``, ``val.json``, ``test.json`` or with
            ``annotations/*.json``.
        classes: The class file; without it the categories are the classes, with the category ids as
            file ids, after a class ``Background`` where no category is called that.
        group: The group rule, a regular expression on the file name; None takes the class file's.
        overlap: Which annotation has the pixels that two cover: see :class:`Overlap`.
        crowd: What ``iscrowd`` regions become: see :class:`Crowd`.
        images_dir: The pictures' folder; without it they are looked for beside the JSON, in
            ``images/``, and in the folders of COCO's own layouts.
        cache_dir: Where rasterised label maps are kept; None means the user's cache folder.

    Raises:
        DataError: A file cannot be read at all, its categories cannot be used, or two files differ in them.
        ConfigError: The class file or the group rule is not valid.
        UsageError: There is no such overlap or crowd rule.

    Example:
        >>> import json, tempfile
        >>> square = {"id": 1, "image_id": 7, "category_id": 2, "segmentation": [[0, 0, 2, 0, 2, 2, 0, 2]]}
        >>> content = {
        ...     "images": [{"id": 7, "file_name": "a/1.jpg", "width": 4, "height": 2}],
        ...     "categories": [{"id": 2, "name": "Paper"}],
        ...     "annotations": [square],
        ... }
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder, "train.json")
        ...     _ = file.write_text(json.dumps(content), encoding="utf-8")
        ...     dataset = open_coco(file, cache_dir=Path(folder, "cache"))
        ...     label_map = dataset.read_label_map(dataset.samples["train"][0])
        >>> dataset.class_set.names, label_map.tolist()
        (('Background', 'Paper'), [[1, 1, 0, 0], [1, 1, 0, 0]])
        >>> [finding.code for finding in dataset.findings]
        ['missing-image']
    """
    root = Path(path)
    rules = choose(Overlap, overlap, "overlap"), choose(Crowd, crowd, "crowd")
    class_file = load_class_file(classes) if isinstance(classes, Path | str) else classes
    files = {split: read_json_file(file) for split, file in find_annotation_files(root).items()}
    for file in files.values():
        if file.entries("images") is None:
            raise DataError(f"{file.name} has no 'images', so that nothing can be read: export it again.")
    categories = merge_categories({file.name: read_categories(file) for file in files.values()})
    where = next(iter(files.values())).name
    class_map = map_categories(categories, class_file.class_set if class_file else None, where)
    problems = {split: Problems(file.name) for split, file in files.items()}
    if class_map.matched_by_id:
        text = f"{categories[0].name!r} has the id {categories[0].id}"
        problems[next(iter(files))].add("category-names", "categories", text)
    sources = [_read_split(split, file, class_map, problems[split]) for split, file in files.items()]
    for source in sources:
        find_pictures(source.entries, files[source.split].path, images_dir, problems[source.split])
    return CocoDataset(
        root=root,
        class_set=class_map.class_set,
        rule=PaintRule(class_map.base, class_map.class_set.ignore, class_map.class_set.dtype, *rules),
        sources=sources,
        groups=_groups(sources, class_file.group if group is None and class_file is not None else group),
        findings=_in_order(problems.values()),
        cache_dir=cache_dir or default_cache_dir(),
    )


def _read_split(split: str, file: JsonFile, class_map: ClassMap, problems: Problems) -> SplitSource:
    images = read_images(file, problems)
    if not images.entries:
        problems.add("no-images", "images", "there is no usable entry")
    count = read_annotations(file, images, class_map.labels, problems)
    if count == 0 and split != _WITHOUT_TRUTH:
        problems.add("no-annotations", "annotations", "it would make every picture Background")
    return SplitSource(split, file.path, file.sha256, images.entries, count > 0, class_map.labels)


def _groups(sources: Sequence[SplitSource], rule: str | None) -> dict[tuple[str, str], str | None]:
    """Recognise groups over all splits together, for splits may tear one apart."""
    pictures: list[tuple[str, ImageEntry]] = [(s.split, entry) for s in sources for entry in s.entries]
    found = find_groups([entry.file_name for _, entry in pictures], rule)
    return {(split, entry.sample_id): group for (split, entry), group in zip(pictures, found, strict=True)}


def _in_order(problems: Iterable[Problems]) -> tuple[Finding, ...]:
    """Errors first, then by file."""
    found = [finding for one in problems for finding in one.findings()]
    return tuple(sorted(found, key=lambda finding: finding.severity is not Severity.ERROR))
