"""Pictures in, index PNGs out, at the pictures' own size."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from lightning_fabric import Fabric

from segscope.config.load import resolve
from segscope.data.folder_listing import list_pictures
from segscope.data.picture_files import read_picture
from segscope.data.sample import Picture
from segscope.engine.class_set import ClassSet, LabelMap
from segscope.engine.palette import IGNORE_COLOUR
from segscope.engine.prefetch import prefetch
from segscope.errors import DataError, StoreError, UsageError
from segscope.files.atomic import write_atomic
from segscope.files.png import encode_png
from segscope.store.runs import Run
from segscope.train.load_model import load_model
from segscope.train.precision import choose_compute
from segscope.train.segment import split_batch, stack_by_size, to_label_maps

PALETTE_SIZE = 256


@dataclass(frozen=True, slots=True)
class PredictOptions:
    """How pictures are segmented.

    Attributes:
        checkpoint: ``best`` or ``last``.
        batch_size: Pictures of one size in one forward pass.
        workers: Reading threads.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
    """

    checkpoint: str = "best"
    batch_size: int = 4
    workers: int = 2
    device: str = "auto"


def find_pictures(source: Path) -> dict[str, Path]:
    """Find the pictures to segment, by the name that each result gets (without ending).

    Args:
        source: A picture, or a folder that is searched with its sub-folders.

    Raises:
        UsageError: There is nothing, or two pictures differ in their ending alone.
    """
    if source.is_file():
        return {source.stem: source}
    if not source.is_dir():
        raise UsageError(f"{source}: there is no such picture or folder.")
    listing = list_pictures(source)
    twins = [paths for paths in listing.files.values() if len(paths) > 1]
    if twins:
        names = " and ".join(path.name for path in twins[0])
        raise UsageError(f"{source}: {names} would both give the same result; rename one.")
    if not listing.files:
        raise UsageError(f"{source}: the folder holds no pictures (PNG, JPEG, TIFF, WebP or BMP).")
    return {key: paths[0] for key, paths in sorted(listing.files.items())}


def predict(
    run: Run,
    pictures: dict[str, Path],
    out: Path,
    options: PredictOptions = PredictOptions(),
    progress: Callable[[int], None] = lambda _: None,
) -> list[str]:
    """Segment pictures with a run's model.

    Args:
        run: A training.
        pictures: Name of the result → picture file.
        out: Folder of the results ``<name>.png``: index PNGs that hold the ids of the class file
            (8-bit with the class colours as palette, 16-bit where an id is above 255).
        options: Checkpoint, batch size, device.
        progress: Called with the number of further pictures done.

    Returns:
        One sentence for each picture that could not be read; the others are done.

    Raises:
        CheckpointError: The run has no model.
        StoreError: A result cannot be written.
        UsageError: A result would overwrite a picture.
    """
    _refuse_overwriting(pictures, out)
    trained = resolve(run.config, f"run {run.id}").train
    # The precision of the training may not be had on this device.
    compute = choose_compute(
        trained.model_copy(update={"device": options.device, "devices": 1, "precision": "auto"})
    )
    fabric = Fabric(
        accelerator="gpu" if compute.device == "cuda" else compute.device,
        devices=1,
        precision=compute.fabric_precision,  # type: ignore[arg-type]
    )
    model = load_model(run, options.checkpoint).to(fabric.device)
    problems: list[str] = []
    names = list(pictures)

    def load(chunk: Sequence[str]) -> list[tuple[str, Picture]]:
        loaded = []
        for name in chunk:
            try:
                loaded.append((name, read_picture(pictures[name])))
            except DataError as error:
                problems.append(str(error))
        return loaded

    chunks = (names[start : start + options.batch_size] for start in range(0, len(names), options.batch_size))
    for chunk in prefetch(load, chunks, workers=options.workers):
        for start, batch in stack_by_size([picture for _, picture in chunk], options.batch_size):
            with torch.inference_mode(), fabric.autocast():
                labels, confidence = to_label_maps(model(batch.to(fabric.device)).logits)
            for offset, found in enumerate(split_batch(labels, confidence)):
                write_result(out, chunk[start + offset][0], found.label_map, run.class_set)
        progress(len(chunk))
    return problems


def _refuse_overwriting(pictures: dict[str, Path], out: Path) -> None:
    inputs = {path.resolve() for path in pictures.values()}
    for name in pictures:
        if result_path(out, name).resolve() in inputs:
            raise UsageError(f"{out}: a result would overwrite the picture {name}.png; give another --out.")


def result_path(out: Path, name: str) -> Path:
    """Give the file of a result."""
    return out / f"{name}.png"


def write_result(out: Path, name: str, label_map: LabelMap, class_set: ClassSet) -> Path:
    """Write one prediction as an index PNG of file ids; gives its path."""
    file_ids = class_set.decode(label_map)
    palette = None
    if file_ids.itemsize == 1:
        colours = dict(zip(class_set.ids, class_set.colours, strict=True))
        palette = [colours.get(value, IGNORE_COLOUR) for value in range(PALETTE_SIZE)]
    path = result_path(out, name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path.parent}: the folder cannot be made ({error.strerror}).") from error
    write_atomic(path, encode_png(file_ids, palette), sync_folder=False)
    return path
