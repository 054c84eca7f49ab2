"""Evaluations of real trainings: each picture once, by models that did not train on it."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from segscope._api import compare_runs
from segscope._inference import find_source, make_ensemble, read_inference
from segscope.config.catalogue.tta import FlipViewsOptions
from segscope.config.ensemble_file import save_ensemble
from segscope.data.open import open_dataset
from segscope.data.recycling import write_recycling
from segscope.errors import NotComparableError, UsageError
from segscope.train.ensembles.honest import find_honest_samples
from segscope.train.evaluate import EvaluateOptions, evaluate
from segscope.train.load_model import load_model
from segscope.train.predictors.flips import FlipViews
from segscope.train.predictors.model import ModelPredictor
from tests.train.ensembles.conftest import Trained

CPU = EvaluateOptions(device="cpu", workers=0, pictures=False)


def test_out_of_fold_each_picture_counts_once(folds: Trained) -> None:
    source = find_source(folds.workspace, list(folds.runs))
    found = evaluate(source, folds.workspace, CPU)
    tables = found.recorded.tables
    assert len(tables.images) == len(set(tables.images)) == 18
    assert (found.coverage.fewest, found.coverage.most, found.coverage.pool) == (1, 1, 18)
    # Each fold's own validation counted the same pictures with the same model.
    for run in folds.runs.values():
        own = run.best_validation()
        assert own is not None
        counted = run.load_tables(own)
        place = [tables.images.index(image) for image in counted.images]
        right, expected = tables.dense("tp")[place].sum(), counted.dense("tp").sum()
        assert abs(int(right) - int(expected)) <= 0.001 * expected
    assert found.run.kind == "evaluation"
    assert found.run.status == "finished"
    assert found.run.config["evaluation"]["members_per_picture"] == [1, 1]


def test_no_model_is_asked_of_a_picture_that_it_trained_on(folds: Trained) -> None:
    source = find_source(folds.workspace, list(folds.runs))
    coverage = find_honest_samples(source.members, folds.workspace)
    for found in coverage.samples:
        for index in found.members:
            run = source.members[index].run
            trained_on = {row.image_path for row in run.samples("train")}
            assert str(found.sample.image_path) not in trained_on


def test_what_only_members_of_no_weight_may_judge_is_left_out(folds: Trained, tmp_path: Path) -> None:
    ensemble = make_ensemble(folds.workspace, list(folds.runs), device="cpu")
    first, second = ensemble.members
    weighed = (first, second.model_copy(update={"weight": 0.0}))
    save_ensemble(ensemble.model_copy(update={"members": weighed}), tmp_path / "first.yaml")
    found = evaluate(find_source(folds.workspace, [str(tmp_path / "first.yaml")]), folds.workspace, CPU)
    own = {row.image_path for row in folds.runs["fold-0"].samples("val")}
    assert {str(one.sample.image_path) for one in found.coverage.samples} == own


def test_a_copy_of_a_training_picture_is_known_by_its_content(folds: Trained, tmp_path: Path) -> None:
    data = tmp_path / "copy"
    shutil.copytree(Path(next(iter(folds.runs.values())).data_root), data)
    source = find_source(folds.workspace, ["fold-0"])
    coverage = find_honest_samples(source.members, folds.workspace, data=data, split="train")
    # Of the 12 pictures of the layout's own training split, fold 0 holds back 6.
    assert len(coverage.samples) == 6
    assert coverage.trained_on == 6


def test_what_all_models_trained_on_is_not_measured(trained: Trained) -> None:
    source = find_source(trained.workspace, ["one", "other"])
    with pytest.raises(UsageError, match="every picture of split 'train' was trained on"):
        evaluate(source, trained.workspace, EvaluateOptions(split="train", device="cpu"))
    assert trained.workspace.runs(kind="evaluation", status="running") == ()


def test_an_ensemble_with_flips_is_the_mean_of_its_views(trained: Trained) -> None:
    source = find_source(trained.workspace, ["one", "other"], inference=read_inference(["flip"]))
    found = evaluate(source, trained.workspace, CPU)
    assert (found.coverage.fewest, found.coverage.most) == (2, 2)
    dataset = open_dataset(Path(found.run.data_root))
    views = [
        FlipViews(ModelPredictor(load_model(trained.runs[name])), FlipViewsOptions())
        for name in ("one", "other")
    ]
    validation = found.recorded.validation
    for sample in dataset.samples["val"]:
        picture = torch.from_numpy(dataset.read_image(sample)).permute(2, 0, 1)[None]
        mean = (views[0](picture) + views[1](picture)) / 2
        kept = found.run.prediction(validation, sample.id)
        assert kept is not None
        assert float((mean[0].argmax(dim=0).numpy() == kept).mean()) > 0.999


@pytest.mark.parametrize(("gain", "expected"), [(0.01, 6), (0.0, 0)])
def test_a_score_on_the_pictures_that_weights_were_searched_on_is_told(
    gain: float, expected: int, trained: Trained, tmp_path: Path
) -> None:
    views = read_inference(["flip"])
    made = make_ensemble(trained.workspace, ["one", "other"], inference=views, device="cpu")
    save_ensemble(made.model_copy(update={"searched": {"crossed_gain": gain}}), tmp_path / "s.yaml")
    found = evaluate(find_source(trained.workspace, [str(tmp_path / "s.yaml")]), trained.workspace, CPU)
    assert found.coverage.searched_on == expected
    assert found.run.config["evaluation"]["searched_on"] == expected


def test_a_single_run_scores_what_its_training_stored(trained: Trained) -> None:
    run = trained.runs["other"]
    found = evaluate(find_source(trained.workspace, ["other"]), trained.workspace, CPU)
    best = run.best_validation()
    assert best is not None
    assert run.config["train"]["precision"] == "32", "and so is the evaluation, whatever else the machine has"
    assert found.recorded.scores.miou == pytest.approx(best.scores["miou"], abs=1e-5)
    assert found.run.parent_id == run.id


def test_compare_takes_an_ensemble_file_like_a_run(trained: Trained, tmp_path: Path) -> None:
    path = tmp_path / "both.yaml"
    save_ensemble(make_ensemble(trained.workspace, ["one", "other"], device="cpu"), path)
    before = len(trained.workspace.runs(kind="evaluation"))
    comparison = compare_runs(trained.workspace, "one", str(path))
    assert comparison.images == 6
    compare_runs(trained.workspace, str(path), "other")
    assert len(trained.workspace.runs(kind="evaluation")) == before + 1  # evaluated once, then found
    assert np.isfinite(comparison.overall.difference)


def test_folds_are_compared_with_their_ensemble_by_an_evaluation_of_both(
    folds: Trained, tmp_path: Path
) -> None:
    path, names = tmp_path / "flipped.yaml", list(folds.runs)
    views = read_inference(["flip"])
    save_ensemble(make_ensemble(folds.workspace, names, inference=views, device="cpu"), path)
    with pytest.raises(NotComparableError, match=r"together, too \(`segscope evaluate RUN\.\.\.`\)"):
        compare_runs(folds.workspace, ",".join(names), str(path))
    together = evaluate(find_source(folds.workspace, names), folds.workspace, CPU).run
    assert compare_runs(folds.workspace, together.id, str(path)).images == 18


def test_compare_takes_the_evaluation_on_the_pictures_of_the_other_side(
    trained: Trained, tmp_path: Path
) -> None:
    path = tmp_path / "pair.yaml"
    views = read_inference(["flip"])  # another ensemble than that of the other tests
    save_ensemble(make_ensemble(trained.workspace, ["one", "same"], inference=views, device="cpu"), path)
    write_recycling(tmp_path / "other", images=1, val_images=3, size=64, seed=9)
    elsewhere = replace(CPU, data=tmp_path / "other", split="val")
    found = evaluate(find_source(trained.workspace, [str(path)]), trained.workspace, elsewhere)
    assert len(found.coverage.samples) == 3
    assert compare_runs(trained.workspace, "other", str(path)).images == 6
    before = len(trained.workspace.runs(kind="evaluation"))
    assert compare_runs(trained.workspace, "other", str(path)).images == 6
    assert len(trained.workspace.runs(kind="evaluation")) == before


def test_nothing_stays_of_an_evaluation_that_fails(trained: Trained) -> None:
    def stop(done: int) -> None:
        raise KeyboardInterrupt

    before = {run.id for run in trained.workspace.runs()}
    with pytest.raises(KeyboardInterrupt):
        evaluate(
            find_source(trained.workspace, ["one"]),
            trained.workspace,
            EvaluateOptions(device="cpu", progress=stop),
        )
    assert {run.id for run in trained.workspace.runs()} == before
