"""The pictures of a validation in a list, some at a time."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from segscope.analysis.error_places import Box, largest_error
from segscope.analysis.picture_ranking import PictureFilter, RankedPictures, rank_pictures
from segscope.engine.cpus import usable_cpus
from segscope.store.runs import Run
from segscope.store.validations import Validation
from segscope.web.kept import Kept
from segscope.web.schemas.pictures import MOST_BOXES, PictureBrief, PictureList, PictureQuery

_LOOKING = ThreadPoolExecutor(usable_cpus(), thread_name_prefix="segscope-boxes")


def list_pictures(kept: Kept, run: Run, validation: Validation, query: PictureQuery) -> PictureList:
    """Give a part of the list that is asked for.

    Raises:
        UsageError: A class does not exist.
        StoreError: The counts are missing or damaged.
    """
    evidence = kept.evidence_of(run, validation)
    chosen = PictureFilter(query.class_index, query.kind, query.predicted)
    ranked = kept.rankings.get(
        (run.id, validation.index, chosen, query.order), lambda: rank_pictures(evidence, chosen, query.order)
    )
    part = slice(query.offset, query.offset + query.limit)
    names = [evidence.tables.images[place] for place in ranked.image[part].tolist()]
    boxes: list[Box | None] = []
    if query.boxes:
        boxes = find_boxes(run, validation, chosen, names[:MOST_BOXES])
    boxes += [None] * (len(names) - len(boxes))
    rows = kept.samples_of(run).splits.get(validation.key.split, {})
    return PictureList(
        total=len(ranked.image),
        offset=query.offset,
        pictures=[
            _brief(ranked, query.offset + place, name, rows[name].group if name in rows else None, box)
            for place, (name, box) in enumerate(zip(names, boxes, strict=True))
        ],
    )


def find_boxes(
    run: Run, validation: Validation, chosen: PictureFilter, samples: Sequence[str]
) -> list[Box | None]:
    """Find where the errors of some pictures are; None where the label maps are not kept."""

    def find(sample: str) -> Box | None:
        truth = run.labels.get(validation.key.split, sample)
        prediction = None if truth is None else run.prediction(validation, sample)
        if truth is None or prediction is None:
            return None
        return largest_error(truth, prediction, chosen, ignore=run.class_set.ignore)

    return list(_LOOKING.map(find, samples))


def _brief(ranked: RankedPictures, place: int, name: str, group: str | None, box: Box | None) -> PictureBrief:
    return PictureBrief(
        sample=name,
        group=group,
        lost=float(ranked.lost[place]),
        wrong=int(ranked.wrong[place]),
        iou=float(ranked.iou[place]),
        pixels=int(ranked.pixels[place]),
        box=box,
    )
