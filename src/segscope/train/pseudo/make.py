"""Pseudo-labels made: chosen, measured out of fold, written, and told where they are from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from segscope.config.load import resolve
from segscope.config.pseudo import PseudoChoice
from segscope.data.check.sample_facts import SampleFacts, look_at_all
from segscope.data.open import group_rule
from segscope.data.sample import Dataset, Sample
from segscope.errors import DataError, UsageError
from segscope.store.workspace import Workspace
from segscope.train.ensembles.source import ModelSource
from segscope.train.inference_device import inference_fabric
from segscope.train.load_model import picture_format
from segscope.train.preflight import open_data
from segscope.train.pseudo.base import PseudoMethod, Selection
from segscope.train.pseudo.left_out import find_left_out, groups_of_names
from segscope.train.pseudo.manifest import FILE_NAME, PseudoManifest, PseudoSet, write_manifest
from segscope.train.pseudo.parts import TeacherPart, find_parts
from segscope.train.pseudo.picture_set import PictureSet, unlabelled_samples
from segscope.train.pseudo.precision import PrecisionTally
from segscope.train.pseudo.records import MadeLabels, describe_set, write_report
from segscope.train.pseudo.rule import Rule
from segscope.train.pseudo.teacher import Teacher, TeacherSurvey
from segscope.train.pseudo.write import LabelWriter
from segscope.train.resolve import resolve_target
from segscope.train.setup import split_samples


@dataclass(frozen=True)
class PseudoRequest:
    """What is to be labelled, by whom and how.

    Attributes:
        teachers: Members and views.
        pictures: Name → picture file, as :func:`~segscope.train.predict.find_pictures` gives them.
        source: The folder that they are from.
        out: Folder of the results; new, or empty.
        method: How pixels and pictures are chosen.
        min_precision: Classes whose labels are less often right out of fold are dropped; 0 keeps all.
        round: The round of self-training, from 1; methods keep more in later ones.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        batch_size: Tiles in one forward pass, where pictures are cut into tiles.
        began: Called with a title and the number of pictures before each pass.
        progress: Called with the number of further pictures done.
        message: Called with sentences for people.
    """

    teachers: ModelSource
    pictures: Mapping[str, Path]
    source: Path
    out: Path
    method: PseudoChoice
    min_precision: float = 0.5
    round: int = 1
    device: str = "auto"
    batch_size: int = 4
    began: Callable[[str, int], None] = lambda _title, _pictures: None
    progress: Callable[[int], None] = lambda _: None
    message: Callable[[str], None] = lambda _: None


@dataclass(frozen=True)
class _Part:
    """One validation part at work: its teacher, and the pictures of both sides."""

    part: TeacherPart
    teacher: Teacher
    dataset: Dataset
    validated: Sequence[SampleFacts]
    unlabelled: PictureSet
    left_out: dict[str, str]
    hashes: dict[str, str]


def make_pseudo_labels(request: PseudoRequest, workspace: Workspace) -> PseudoManifest:
    """Label pictures, once for each validation part of the teachers.

    Raises:
        UsageError: The folder holds pseudo-labels already, a teacher's epochs are missing, no picture is
            left, or every teacher saw what a student would be validated on.
        DataError: A validation picture cannot be read.
        StoreError: A result cannot be written.
    """
    if (request.out / FILE_NAME).exists():
        raise UsageError(f"{request.out} holds pseudo-labels already: give another --out.")
    parts = find_parts(request.teachers.members)
    method = request.method.of_round(request.round)
    choose: PseudoMethod = resolve_target(method.technique)(method.options)
    sets = tuple(_make_set(_open_part(part, request, workspace), choose, request) for part in parts)
    manifest = PseudoManifest(
        method=method.model_dump(mode="json"),
        # Post-processing changes label maps, of which no probability is known: it is not applied.
        inference=request.teachers.inference.model_dump(mode="json", include={"tta", "window"}),
        min_precision=request.min_precision,
        source=str(request.source.absolute()),
        round=request.round,
        sets=sets,
    )
    write_manifest(request.out, manifest)
    return manifest


def _open_part(part: TeacherPart, request: PseudoRequest, workspace: Workspace) -> _Part:
    config = resolve(part.run.config, f"run {part.run.id}")
    dataset = open_data(config, workspace)
    validation = split_samples(dataset, config.data.val)
    known = [sample for samples in dataset.samples.values() for sample in samples]
    rule = group_rule(config.data.path, config.data.classes, config.data.group)
    groups = groups_of_names(request.pictures, known, rule)
    form = picture_format(part.run)
    every = PictureSet(request.source, part.run.class_set, form, unlabelled_samples(request.pictures, groups))
    request.began(f"{part.name}: looking for validation pictures", len(validation) + len(every.pictures))
    validated = _facts(dataset, validation, request)
    facts = _facts(every, every.pictures, request)
    unreadable = next((one for one in validated if one.faults), None)
    if unreadable is not None:
        raise DataError(str(unreadable.faults[0]))
    left_out = find_left_out(validated, facts)
    kept = tuple(sample for sample in every.pictures if sample.id not in left_out)
    if not kept:
        raise UsageError(
            f"{request.source}: no picture is left to label for {part.name}; the first one is "
            f"{next(iter(left_out.values()))}: give pictures of other scenes."
        )
    if left_out:
        request.message(
            f"{part.name}: {len(left_out)} of {len(facts)} pictures are left out, such as "
            f"{next(iter(left_out))} ({next(iter(left_out.values()))})."
        )
    fabric = inference_fabric(part.run, request.device)
    return _Part(
        part,
        Teacher(request.teachers, part.members, fabric, request.batch_size),
        dataset,
        validated,
        PictureSet(request.source, part.run.class_set, form, kept),
        left_out,
        {one.sample.id: one.digest.hex() for one in facts},
    )


def _facts(dataset: Dataset, samples: Sequence[Sample], request: PseudoRequest) -> list[SampleFacts]:
    found = []
    for facts in look_at_all(dataset, samples):
        found.append(facts)
        request.progress(1)
    return found


def _make_set(work: _Part, choose: PseudoMethod, request: PseudoRequest) -> PseudoSet:
    name = work.part.name

    def began(title: str, pictures: int) -> None:
        request.began(f"{name}: {title}", pictures)

    pictures = work.unlabelled.pictures
    survey = TeacherSurvey(work.teacher, work.unlabelled, pictures, began, request.progress)
    selection = choose(survey)
    rule = Rule(selection.thresholds)
    tally = _measure(work, selection, rule, request)
    rule = Rule(rule.thresholds, _too_often_wrong(tally, request.min_precision))
    writer = _write(work, selection, rule, request)
    validation = tuple(facts.digest.hex() for facts in work.validated)
    if not writer.kept.any():
        request.message(
            f"{name}: no pixel is labelled, so that it cannot be trained on: choose a greater --share, a "
            "lower threshold or a lower --min-precision."
        )
    made = MadeLabels(selection, rule, tally, writer, validation, work.hashes, work.left_out)
    record = describe_set(work.part, request.teachers, made)
    write_report(request.out / name, record, made)
    return record


def _write(work: _Part, selection: Selection, rule: Rule, request: PseudoRequest) -> LabelWriter:
    chosen = set(selection.pictures)
    request.began(f"{work.part.name}: labels", len(chosen))
    writer = LabelWriter(request.out / work.part.name / "labels", work.unlabelled.class_set)
    predict = work.teacher.predictor()
    samples = [sample for sample in work.unlabelled.pictures if sample.id in chosen]
    with torch.inference_mode():
        for sample, picture in work.teacher.look(work.unlabelled, samples, request.progress):
            probabilities = predict(picture)
            writer.add(sample, rule(probabilities), probabilities.argmax(dim=1))
    return writer


def _measure(work: _Part, selection: Selection, rule: Rule, request: PseudoRequest) -> PrecisionTally:
    """Apply the same rule to the validation part, which no teacher saw."""
    samples = [facts.sample for facts in work.validated]
    reliabilities: Mapping[str, float] = {}
    if selection.stages:
        asked = TeacherSurvey(work.teacher, work.dataset, samples, request.began, request.progress)
        reliabilities = asked.reliabilities(selection.stages)
    tally = PrecisionTally(work.teacher.num_classes)
    request.began(f"{work.part.name}: precision", len(samples))
    predict = work.teacher.predictor()
    with torch.inference_mode():
        for sample, picture in work.teacher.look(work.dataset, samples, request.progress):
            truth = torch.from_numpy(work.dataset.read_label_map(sample).astype("int64"))
            if reliabilities.get(sample.id, 1.0) < selection.least_reliability:
                tally.leave_out(truth)
                continue
            tally.add(rule(predict(picture)), truth.to(picture.device))
    return tally


def _too_often_wrong(tally: PrecisionTally, least: float) -> tuple[int, ...]:
    """Give the classes whose labels do not reach a precision, or of which nothing is known to be right."""
    if least == 0 or tally.pixels == 0:
        return ()
    precision = tally.class_precision()
    return tuple(index for index, value in enumerate(precision) if not value >= least)
