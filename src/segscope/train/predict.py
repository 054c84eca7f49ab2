"""Pictures in, label maps out, at the pictures' own size."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from lightning_fabric import Fabric

from segscope.config.inference import OutputChoice
from segscope.data.coco import CocoIds, ids_of, is_coco, open_coco
from segscope.data.folder_listing import list_pictures
from segscope.data.picture_files import read_picture
from segscope.data.picture_format import PictureFormat
from segscope.data.sample import Picture
from segscope.engine.class_set import ClassSet
from segscope.engine.prefetch import prefetch
from segscope.errors import DataError, UsageError
from segscope.store.runs import Run
from segscope.train.ensembles.source import ModelSource, source_of_runs
from segscope.train.inference_device import inference_fabric
from segscope.train.load_model import load_model, picture_format
from segscope.train.picture_list import PictureList
from segscope.train.predictors.build import build_label_maps, build_predictor
from segscope.train.predictors.label_maps import LabelMaps
from segscope.train.resolve import resolve_target
from segscope.train.segment import Segmentation, stack_by_size
from segscope.train.writers.base import PredictionWriter
from segscope.train.writers.index_png import result_path


@dataclass(frozen=True, slots=True)
class PredictOptions:
    """How pictures are segmented.

    Attributes:
        checkpoint: ``best`` or ``last``, where a run is given; an ensemble names its own.
        batch_size: Pictures of one size in one forward pass.
        workers: Reading threads.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        outputs: The kinds of files that are written, all from one pass.
    """

    checkpoint: str = "best"
    batch_size: int = 4
    workers: int = 2
    device: str = "auto"
    outputs: tuple[OutputChoice, ...] = (OutputChoice(name="index-png"),)


def find_pictures(source: Path) -> PictureList:
    """Find the pictures to segment, by the name that each result gets (without ending).

    Args:
        source: A picture, a folder that is searched with its sub-folders, or a COCO JSON, whose pictures
            are taken by their ``file_name``.

    Raises:
        UsageError: There is nothing, or two pictures differ in their ending alone.
        DataError: The COCO JSON cannot be read.
    """
    if source.is_file() and is_coco(source):
        return _listed_pictures(source)
    if source.is_file():
        return PictureList({source.stem: source})
    if not source.is_dir():
        raise UsageError(f"{source}: there is no such picture or folder.")
    listing = list_pictures(source)
    twins = [paths for paths in listing.files.values() if len(paths) > 1]
    if twins:
        names = " and ".join(path.name for path in twins[0])
        raise UsageError(f"{source}: {names} would both give the same result; rename one.")
    if not listing.files:
        raise UsageError(f"{source}: the folder holds no pictures (PNG, JPEG, TIFF, WebP or BMP).")
    return PictureList({key: paths[0] for key, paths in sorted(listing.files.items())})


def _listed_pictures(annotations: Path) -> PictureList:
    """Find the pictures that a COCO JSON lists, with or without annotations: a contest's test split."""
    dataset = open_coco(annotations)
    ((split, samples),) = dataset.samples.items()
    if not samples:
        raise UsageError(f"{annotations}: the file lists no pictures.")
    return PictureList({sample.id: sample.image_path for sample in samples}, ids_of(dataset, split))


def predict(
    source: Run | ModelSource,
    pictures: Mapping[str, Path],
    out: Path,
    options: PredictOptions = PredictOptions(),
    progress: Callable[[int], None] = lambda _: None,
) -> list[str]:
    """Segment pictures with a run's model, or with an ensemble; each picture is read once.

    Args:
        source: A training, or members and views that count as one model.
        pictures: Name of the result → picture file; a :class:`PictureList` of a COCO JSON gives COCO files
            of predictions its ids.
        out: Folder of the results.
        options: Checkpoint, batch size, device, kinds of files.
        progress: Called with the number of further pictures done.

    Returns:
        One sentence for each picture that could not be read; the others are done.

    Raises:
        CheckpointError: The run has no model.
        StoreError: A result cannot be written.
        UsageError: A result would overwrite a picture.
    """
    if any(choice.name == "index-png" for choice in options.outputs):
        _refuse_overwriting(pictures, out)
    model = source if isinstance(source, ModelSource) else source_of_runs([source], options.checkpoint)
    fabric = inference_fabric(model.members[0].run, options.device)
    label_maps = load_label_maps(model, fabric, options.batch_size)
    problems: list[str] = []
    with ExitStack() as files:
        ids = pictures.coco if isinstance(pictures, PictureList) else None
        writers = [files.enter_context(w) for w in _writers(options.outputs, out, model.class_set, ids)]
        form = picture_format(model.members[0].run)
        for chunk in _read_ahead(pictures, form, options, problems):
            for name, found in _segment(label_maps, fabric, chunk, options.batch_size):
                for writer in writers:
                    writer.add(name, pictures[name], found.label_map, found.confidence)
            progress(len(chunk))
    return problems


def load_label_maps(source: ModelSource, fabric: Fabric, batch_size: int) -> LabelMaps:
    """Load the members onto the device, and combine them.

    Raises:
        CheckpointError: A member has no model.
    """
    models = [load_model(member.run, member.checkpoint).to(fabric.device) for member in source.members]
    weights = [member.weight for member in source.members]
    predictor = build_predictor(models, weights, source.inference, fabric.autocast, batch_size=batch_size)
    return build_label_maps(predictor, source.inference, source.class_set)


def _writers(
    outputs: Sequence[OutputChoice], out: Path, class_set: ClassSet, ids: CocoIds | None
) -> Iterator[PredictionWriter]:
    for choice in outputs:
        yield resolve_target(choice.technique)(out, class_set, choice.options, ids)


def _read_ahead(
    pictures: Mapping[str, Path], form: PictureFormat, options: PredictOptions, problems: list[str]
) -> Iterator[list[tuple[str, Picture | None]]]:
    """Read pictures in chunks; of one that cannot be read, a sentence is added to ``problems``."""
    names = list(pictures)

    def load(chunk: Sequence[str]) -> list[tuple[str, Picture | None]]:
        loaded: list[tuple[str, Picture | None]] = []
        for name in chunk:
            try:
                loaded.append((name, read_picture(pictures[name], wanted=form)))
            except DataError as error:
                problems.append(str(error))
                loaded.append((name, None))
        return loaded

    size = options.batch_size
    chunks = (names[start : start + size] for start in range(0, len(names), size))
    yield from prefetch(load, chunks, workers=options.workers)


def _segment(
    label_maps: LabelMaps, fabric: Fabric, chunk: Sequence[tuple[str, Picture | None]], batch_size: int
) -> Iterator[tuple[str, Segmentation]]:
    read = [(name, picture) for name, picture in chunk if picture is not None]
    for start, batch in stack_by_size([picture for _, picture in read], batch_size):
        for offset, found in enumerate(label_maps(batch.to(fabric.device, non_blocking=True))):
            yield read[start + offset][0], found


def _refuse_overwriting(pictures: Mapping[str, Path], out: Path) -> None:
    inputs = {path.resolve() for path in pictures.values()}
    for name in pictures:
        if result_path(out, name).resolve() in inputs:
            raise UsageError(f"{out}: a result would overwrite the picture {name}.png; give another --out.")
