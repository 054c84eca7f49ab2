"""The methods' definitions, on planted probabilities."""

import numpy as np
import pytest
import torch
from torch import Tensor

from segscope.config.pseudo import read_method
from segscope.errors import ConfigError
from segscope.train.pseudo.base import Selection
from segscope.train.pseudo.rule import Rule
from segscope.train.resolve import resolve_target
from tests.train.pseudo.planted import CLASSES, PlantedSurvey, planted, planted_truth

NAMES = [f"picture-{number}" for number in range(6)]
SURE = np.array([12.0, 8.0, 4.0, 3.0])  # the seldomer a class, the less sure the teacher


def choose(word: str, survey: PlantedSurvey, share: float | None = None) -> Selection:
    choice = read_method(word, share)
    selection: Selection = resolve_target(choice.technique)(choice.options)(survey)
    return selection


def survey_of(shift: float = 0.0) -> tuple[PlantedSurvey, dict[str, np.ndarray]]:
    """Plant confidences between 0.5 and 1, by class; ``shift`` takes some from class 2."""
    rng = np.random.default_rng(7)
    truths = {name: planted_truth(number) for number, name in enumerate(NAMES)}
    found: dict[str, Tensor] = {}
    for name, truth in truths.items():
        confidence = 0.6 + 0.4 * rng.random(truth.shape) ** (1 / SURE[truth])
        confidence[truth == 2] -= shift
        found[name] = planted(truth, confidence)
    return PlantedSurvey(found, {}), truths


@pytest.mark.parametrize(
    "word", ["global", "cbst", "{name: stable-half, share: 1}", "{name: cbst, share: 1}"]
)
def test_a_perfect_teacher_gives_the_ground_truth(word: str) -> None:
    survey, truths = survey_of()
    rule = Rule(choose(word, survey).thresholds)
    for name, probabilities in survey.probabilities.items():
        found = rule(probabilities)
        kept = found.kept[0].numpy()
        assert kept.any()
        assert (found.labels[0].numpy()[kept] == truths[name][kept]).all()


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 0.9])
def test_the_share_of_each_class_is_kept(share: float) -> None:
    survey, _ = survey_of()
    rule = Rule(choose("{name: cbst, every: 1}", survey, share).thresholds)
    predicted, kept = np.zeros(CLASSES), np.zeros(CLASSES)
    for probabilities in survey.probabilities.values():
        found = rule(probabilities)
        predicted += np.bincount(probabilities.argmax(dim=1).flatten().numpy(), minlength=CLASSES)
        kept += np.bincount(found.labels[found.kept].numpy(), minlength=CLASSES)
    assert np.abs(kept / predicted - share).max() < 0.02
    # One threshold for all would keep most of the sure class, and next to nothing of the seldom one.
    fixed = Rule((0.97,) * CLASSES)
    shares = np.zeros(CLASSES)
    for probabilities in survey.probabilities.values():
        found = fixed(probabilities)
        shares += np.bincount(found.labels[found.kept].numpy(), minlength=CLASSES)
    assert (shares / predicted)[0] > 2 * (shares / predicted)[3]


def test_a_share_of_1_keeps_every_pixel() -> None:
    survey, _ = survey_of()
    rule = Rule(choose("{name: cbst, every: 1}", survey, 1.0).thresholds)
    for probabilities in survey.probabilities.values():
        assert bool(rule(probabilities).kept.all())


def test_a_shift_of_one_class_moves_its_threshold_alone() -> None:
    before = np.array(choose("cbst", survey_of()[0]).thresholds)
    after = np.array(choose("cbst", survey_of(shift=0.05)[0]).thresholds)
    moved = after - before
    assert moved[2] == pytest.approx(-0.05, abs=0.005)
    assert (moved[[0, 1, 3]] == 0).all()


def test_thresholds_are_those_of_the_papers_sorting() -> None:
    survey, _ = survey_of()
    thresholds = choose("{name: cbst, every: 1}", survey, 0.2).thresholds
    flat = torch.cat([one.flatten(2)[0] for one in survey.probabilities.values()], dim=1).numpy()
    predicted, confidence = flat.argmax(axis=0), flat.max(axis=0)
    for index, threshold in enumerate(thresholds):
        own = np.sort(confidence[predicted == index])[::-1]
        assert threshold == pytest.approx(own[round(0.2 * len(own)) - 1], abs=2e-3)


def test_the_label_is_the_class_that_reaches_most_of_its_threshold() -> None:
    rng = np.random.default_rng(3)
    probabilities = torch.from_numpy(rng.dirichlet(np.ones(CLASSES), (1, 30, 20)).astype(np.float32))
    probabilities = probabilities.permute(0, 3, 1, 2)
    thresholds = np.array([0.9, 0.5, 0.3, 0.4], dtype=np.float32)
    found = Rule(tuple(thresholds.tolist()), dropped=(3,))(probabilities)
    for row in range(30):
        for column in range(20):
            own = probabilities[0, :, row, column].numpy()
            label = int((own / thresholds).argmax())
            assert int(found.labels[0, row, column]) == label
            assert bool(found.kept[0, row, column]) == (own[label] >= thresholds[label] and label != 3)


def test_the_stable_half_is_where_epochs_agree() -> None:
    reliabilities = dict(zip(NAMES, [0.2, 0.9, 0.5, 0.7, 0.5, 0.1], strict=True))
    survey = PlantedSurvey(survey_of()[0].probabilities, reliabilities)
    selection = choose("stable-half", survey)
    assert selection.pictures == ("picture-1", "picture-2", "picture-3")  # of equal ones, the first by name
    assert selection.least_reliability == 0.5
    later = read_method("stable-half").of_round(2)
    rest: Selection = resolve_target(later.technique)(later.options)(survey)
    assert rest.pictures == tuple(NAMES)
    assert rest.least_reliability == 0


def test_the_share_grows_with_the_rounds_up_to_its_limit() -> None:
    choice = read_method("cbst")
    shares = [choice.of_round(number).options.model_dump()["share"] for number in (1, 2, 7, 20)]
    assert shares == [0.2, 0.25, 0.5, 0.5]
    assert read_method("cbst", 0.8).of_round(3).options.model_dump()["share"] == 0.8


@pytest.mark.parametrize(
    ("word", "share", "said"),
    [
        ("global", 0.5, "--share: global has no share"),
        ("cbst", 0.0, "greater than 0 and at most 1"),
        ("cbts", None, "did you mean 'cbst'"),
    ],
)
def test_mistakes_are_named(word: str, share: float | None, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        read_method(word, share)
