"""Labels made by real folds: files, provenance, measured precision, and what is left out."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from segscope.config.pseudo import read_method
from segscope.data.open import open_dataset
from segscope.errors import UsageError
from segscope.train.checkpoint import checkpoint_hash
from segscope.train.ensembles.source import source_of_runs
from segscope.train.load_model import load_model
from segscope.train.predict import find_pictures
from segscope.train.predictors.model import ModelPredictor
from segscope.train.pseudo.make import PseudoRequest, make_pseudo_labels
from segscope.train.pseudo.manifest import read_manifest
from segscope.train.pseudo.rule import Rule
from tests.train.pseudo.conftest import NEW, Folds, Made


def request(folds: Folds, photos: Path, out: Path, method: str, **values: Any) -> PseudoRequest:
    source = source_of_runs(folds.runs)
    plain = PseudoRequest(source, find_pictures(photos), photos, out, read_method(method), device="cpu")
    return replace(plain, **values)


def probabilities(run: Any, picture: np.ndarray) -> torch.Tensor:
    return ModelPredictor(load_model(run))(torch.from_numpy(picture).permute(2, 0, 1)[None])


def test_each_file_is_what_its_teacher_says(made: Made, pseudo_folds: Folds, photos: Path) -> None:
    for part, run in zip(made.manifest.sets, pseudo_folds.runs, strict=True):
        rule = Rule(tuple(one.threshold for one in part.classes))
        kept = 0
        for one in part.pictures:
            with Image.open(one.path) as picture:
                found = rule(probabilities(run, np.array(picture.convert("RGB"))))
            with Image.open(made.folder / part.name / "labels" / f"{one.name}.png") as stored:
                label_map = np.asarray(stored)
            expected = np.where(found.kept[0], found.labels[0], 255)
            assert (label_map == expected).mean() > 0.999
            assert one.kept == pytest.approx((label_map != 255).mean(), abs=1e-5)
            kept += int((label_map != 255).sum())
        assert sum(one.kept for one in part.classes) == kept
        # Half of each class, but for pixels that reach more of another class's threshold.
        shares = [
            one.kept_share for one in part.classes if one.predicted > 500 and one.kept_share is not None
        ]
        assert shares
        assert max(shares) == pytest.approx(0.5, abs=0.02)


def test_the_manifest_says_where_everything_is_from(made: Made, pseudo_folds: Folds) -> None:
    manifest, sha256 = read_manifest(made.folder)
    assert manifest == made.manifest
    assert sha256 == hashlib.sha256((made.folder / "manifest.json").read_bytes()).hexdigest()
    for part, run in zip(manifest.sets, pseudo_folds.runs, strict=True):
        assert [(one.run, one.checkpoint) for one in part.teachers] == [(run.id, "best")]
        assert part.teachers[0].sha256 == checkpoint_hash(run.checkpoints_folder / "best.ckpt")
        for one in part.pictures:
            assert one.sha256 == hashlib.sha256(Path(one.path).read_bytes()).hexdigest()
            label = made.folder / part.name / "labels" / f"{one.name}.png"
            assert one.label_sha256 == hashlib.sha256(label.read_bytes()).hexdigest()
        table = (made.folder / part.name / "classes.csv").read_text().splitlines()
        assert len(table) == 13
    assert manifest.method["name"] == "cbst"
    assert manifest.method["share"] == 0.5


def test_pictures_of_a_validation_part_are_left_out_for_its_fold_alone(made: Made) -> None:
    first, second = made.manifest.sets
    reasons: Mapping[str, str] = first.left_out
    assert reasons["copies/same"] == "the same file as validation picture batch_01/0001"
    assert reasons["copies/again"] == "a near-duplicate of validation picture batch_01/0002"
    assert reasons["batch_04/9999"] == "of group batch_04, as validation pictures are"
    assert len(first.pictures) == NEW
    assert second.left_out == {}
    assert len(second.pictures) == NEW + 3


def test_precision_is_that_of_counting_on_the_own_validation_part(made: Made, pseudo_folds: Folds) -> None:
    dataset = open_dataset(Path(pseudo_folds.runs[0].data_root))
    truths = {
        str(sample.image_path): (dataset.read_image(sample), dataset.read_label_map(sample))
        for samples in dataset.samples.values()
        for sample in samples
    }
    for part, run in zip(made.manifest.sets, pseudo_folds.runs, strict=True):
        rule = Rule(tuple(one.threshold for one in part.classes))
        right = kept = pixels = 0
        for row in run.samples("val"):
            picture, truth = truths[row.image_path]
            found = rule(probabilities(run, picture))
            keep = found.kept[0].numpy() & (truth != 255)
            kept += int(keep.sum())
            right += int((found.labels[0].numpy() == truth)[keep].sum())
            pixels += int((truth != 255).sum())
        measured = part.out_of_fold
        assert measured.pictures == len(run.samples("val"))
        assert measured.pixels == pixels
        assert measured.precision == pytest.approx(right / kept, abs=2e-3)
        assert measured.coverage == pytest.approx(kept / pixels, abs=2e-3)
        assert (made.folder / part.name / "precision-coverage.png").is_file()


def test_classes_that_are_too_often_wrong_are_dropped(
    pseudo_folds: Folds, photos: Path, tmp_path: Path
) -> None:
    asked = request(
        pseudo_folds, photos, tmp_path / "sure", "{name: global, threshold: 0}", min_precision=0.3
    )
    manifest = make_pseudo_labels(asked, pseudo_folds.workspace)
    for part in manifest.sets:
        for one in part.classes:
            assert one.dropped == (one.precision is None or one.precision < 0.3)
            assert not (one.dropped and one.kept)
        assert any(one.dropped for one in part.classes)
        kept = [one for one in part.classes if not one.dropped]
        assert kept
        # Dropped pixels go to no other class.
        assert all(one.kept == one.predicted for one in kept)


def test_the_stable_half_is_taken(pseudo_folds: Folds, photos: Path, tmp_path: Path) -> None:
    asked = request(pseudo_folds, photos, tmp_path / "stable", "stable-half", min_precision=0)
    manifest = make_pseudo_labels(asked, pseudo_folds.workspace)
    for part in manifest.sets:
        count = len(part.pictures)
        assert count == -(-(NEW + 3 - len(part.left_out)) // 2)
        assert all(one.kept == 1 for one in part.pictures)
        reliabilities = [one.reliability or 0 for one in part.pictures]
        assert part.least_reliability == min(reliabilities)


def test_labels_are_never_laid_over_others(made: Made, pseudo_folds: Folds, photos: Path) -> None:
    with pytest.raises(UsageError, match="holds pseudo-labels already"):
        make_pseudo_labels(request(pseudo_folds, photos, made.folder, "global"), pseudo_folds.workspace)
