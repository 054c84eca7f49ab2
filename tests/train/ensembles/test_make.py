"""Ensembles of real trainings: what their members are, and that a file brings them back."""

import re
from pathlib import Path

import pytest
import torch

from segscope.config.ensemble_file import EnsembleConfig, load_ensemble, save_ensemble
from segscope.config.inference import InferenceConfig, MembersChoice, WeightingChoice
from segscope.config.load import resolve
from segscope.errors import CheckpointError, ConfigError, UsageError
from segscope.store.new_run import NewRun
from segscope.store.runs import Run
from segscope.train.checkpoint import load_checkpoint
from segscope.train.ensembles.context import EnsembleContext
from segscope.train.ensembles.exact_statistics import cut_order
from segscope.train.ensembles.make import EnsembleRequest, make_ensemble
from segscope.train.ensembles.source import find_source
from segscope.train.kept_epochs import kept_epochs
from segscope.train.load_model import load_model
from segscope.train.predictors.model import ModelPredictor
from segscope.train.predictors.weighted_mean import WeightedMean
from segscope.train.preflight import open_data
from segscope.train.setup import build_training_set
from tests.train.ensembles.conftest import Trained
from tests.train.predictors.tiny_predictors import noise

PICTURES = noise(2, 3, 64, 64)


def predictor(run: Run, checkpoint: str = "best") -> ModelPredictor:
    return ModelPredictor(load_model(run, checkpoint))


def made(trained: Trained, *runs: str, members: str = "seeds", last: int = 0) -> EnsembleConfig:
    options = {"last": last} if last else {}
    choice = MembersChoice.model_validate({"name": members, **options})
    return make_ensemble(EnsembleRequest(runs, choice), EnsembleContext(trained.workspace, "cpu"))


def test_equal_seeds_give_one_model(trained: Trained) -> None:
    one, same, other = (predictor(trained.runs[name]) for name in ("one", "same", "other"))
    assert torch.equal(one(PICTURES), same(PICTURES))
    assert not torch.allclose(one(PICTURES), other(PICTURES), atol=1e-3)
    assert torch.allclose(WeightedMean([one, same])(PICTURES), one(PICTURES), atol=1e-6)


def test_one_epoch_is_its_own_ensemble(trained: Trained, tmp_path: Path) -> None:
    run = trained.runs["one"]
    assert kept_epochs(run.checkpoints_folder) == [1, 2]
    ensemble = made(trained, "one", members="epochs", last=1)
    assert [(m.run, m.checkpoint) for m in ensemble.members] == [(run.id, "epoch-0002")]
    assert torch.equal(predictor(run, "epoch-0002")(PICTURES), predictor(run, "last")(PICTURES))
    assert [m.checkpoint for m in made(trained, "one", members="epochs").members] == [
        "epoch-0001",
        "epoch-0002",
    ]


def test_averaged_weights_are_the_mean_of_the_epochs(trained: Trained) -> None:
    run = trained.runs["one"]
    (member,) = made(trained, "one", members="swa").members
    assert member.checkpoint == "swa"
    states = [load_checkpoint(run.checkpoints_folder / f"epoch-000{n}.ckpt")["model"] for n in (1, 2)]
    averaged = load_model(run, "swa").state_dict()
    for name, value in averaged.items():
        if value.is_floating_point() and "running_" not in name:
            assert torch.allclose(value, (states[0][name] + states[1][name]) / 2, atol=1e-7), name
    means = [name for name in averaged if name.endswith("running_mean")]
    assert means
    assert any(not torch.allclose(averaged[n], (states[0][n] + states[1][n]) / 2, atol=1e-3) for n in means)


@pytest.mark.parametrize("members", ["swa", "ema"])
def test_averages_have_the_statistics_of_every_picture(trained: Trained, members: str) -> None:
    """Behind the first convolution they do not depend on how pictures are batched: all twelve at once."""
    run = trained.runs["one"]
    asked: list[int] = []
    done: list[int] = []
    context = EnsembleContext(trained.workspace, "cpu", asked.append, done.append)
    choice = MembersChoice.model_validate(members)
    (member,) = make_ensemble(EnsembleRequest(("one",), choice), context).members
    assert (member.checkpoint, asked, sum(done)) == (members, [12], 12)
    config = resolve(run.config)
    dataset = open_data(config, trained.workspace)
    training_set = build_training_set(config, dataset, [1] * dataset.class_set.num_classes)
    pictures = training_set.batch(config.train.epochs - 1, range(12)).pictures
    model = load_model(run, members)
    seen: list[torch.Tensor] = []
    first = next(layer for layer in model.modules() if isinstance(layer, torch.nn.BatchNorm2d))
    with first.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0])), torch.inference_mode():
        model(pictures)
    values = seen[0].transpose(0, 1).flatten(1)
    assert first.running_mean is not None
    assert first.running_var is not None
    # So far apart may bf16 be, where the machine computes in it.
    assert torch.allclose(first.running_mean, values.mean(dim=1), atol=2e-3)
    assert torch.allclose(first.running_var, values.var(dim=1), rtol=2e-2)
    state = load_checkpoint(run.checkpoints_folder / "last.ckpt")["average"]
    if members == "ema":
        for name, value in model.named_parameters():
            assert torch.equal(value, state[name]), name
        assert not torch.allclose(first.running_mean, state[_name_of(model, first)], atol=1e-2)


def test_a_running_mean_can_keep_its_averaged_statistics(trained: Trained) -> None:
    choice = MembersChoice.model_validate({"name": "ema", "statistics": "averaged"})
    ensemble = make_ensemble(EnsembleRequest(("one",), choice), EnsembleContext(trained.workspace, "cpu"))
    assert [member.checkpoint for member in ensemble.members] == ["last"]


def test_averages_of_other_epochs_stand_beside_each_other(trained: Trained, tmp_path: Path) -> None:
    save_ensemble(made(trained, "one", members="swa"), tmp_path / "all.yaml")
    (fewer,) = made(trained, "one", members="swa", last=2).members
    assert fewer.checkpoint == "swa-last-2"
    # The earlier file still names the checkpoint that it was made with.
    assert find_source([str(tmp_path / "all.yaml")], trained.workspace).members[0].checkpoint == "swa"


@pytest.mark.parametrize(("count", "size"), [(9, 4), (8, 4), (3, 4), (1, 4), (5, 1), (7, 3)])
def test_no_picture_is_left_over(count: int, size: int) -> None:
    order = list(range(count))[::-1]
    batches = cut_order(order, size)
    assert [index for batch in batches for index in batch] == order
    assert size == 1 or count == 1 or min(map(len, batches)) > 1


def _name_of(model: torch.nn.Module, layer: torch.nn.Module) -> str:
    name: str = next(name for name, module in model.named_modules() if module is layer)
    return f"{name}.running_mean"


def test_a_file_brings_the_ensemble_back(trained: Trained, tmp_path: Path) -> None:
    ensemble = made(trained, "one", "other").model_copy(
        update={"tta": InferenceConfig.model_validate({"tta": ["flip"]}).tta}
    )
    save_ensemble(ensemble, tmp_path / "both.yaml")
    assert load_ensemble(tmp_path / "both.yaml") == ensemble
    source = find_source([str(tmp_path / "both.yaml")], trained.workspace)
    assert [member.run.name for member in source.members] == ["one", "other"]
    assert [choice.name for choice in source.inference.tta] == ["flip"]
    assert [m.run.name for m in find_source(["one", "other"], trained.workspace).members] == ["one", "other"]


def test_files_and_runs_join_to_any_mix(trained: Trained, tmp_path: Path) -> None:
    weighed = made(trained, "one", members="epochs")
    weights = [
        member.model_copy(update={"weight": w}) for member, w in zip(weighed.members, (3, 1), strict=True)
    ]
    save_ensemble(weighed.model_copy(update={"members": tuple(weights)}), tmp_path / "epochs.yaml")
    save_ensemble(made(trained, "other", members="swa"), tmp_path / "swa.yaml")
    mixed = made(trained, str(tmp_path / "epochs.yaml"), "same", str(tmp_path / "swa.yaml"))
    assert [(trained.workspace.run(m.run).name, m.checkpoint, m.weight) for m in mixed.members] == [
        ("one", "epoch-0001", 0.25),
        ("one", "epoch-0002", 0.25),
        ("same", "best", 0.25),
        ("other", "swa", 0.25),
    ]
    with pytest.raises(UsageError, match=r"checkpoint swa of run \S+ is named twice"):
        made(trained, str(tmp_path / "swa.yaml"), "other", members="swa")


def test_runs_of_other_pictures_are_refused_before_a_file_is_made(trained: Trained) -> None:
    config = resolve(trained.runs["one"].config).model_dump(mode="json")
    config["data"]["bits"] = 16
    trained.workspace.create_run(NewRun("deep", config, trained.runs["one"].class_set, samples=[]))
    with pytest.raises(UsageError, match="3 channels of 16 bits and 3 channels of 8 bits"):
        made(trained, "one", "deep")


def test_members_of_no_weight_are_not_needed(trained: Trained, tmp_path: Path) -> None:
    ensemble = made(trained, "one", "other")
    gone = ensemble.members[1].model_copy(update={"weight": 0.0, "run": "nowhere"})
    save_ensemble(ensemble.model_copy(update={"members": (ensemble.members[0], gone)}), tmp_path / "e.yaml")
    found = find_source([str(tmp_path / "e.yaml")], trained.workspace)
    assert [member.run.name for member in found.members] == ["one"]


def test_another_checkpoint_under_the_name_is_refused(trained: Trained, tmp_path: Path) -> None:
    ensemble = made(trained, "one")
    changed = ensemble.members[0].model_copy(update={"sha256": "0" * 64})
    save_ensemble(ensemble.model_copy(update={"members": (changed,)}), tmp_path / "e.yaml")
    with pytest.raises(CheckpointError, match="is not the checkpoint that the ensemble was made with"):
        find_source([str(tmp_path / "e.yaml")], trained.workspace)


@pytest.mark.parametrize(
    ("words", "members", "sentence"),
    [
        (("one", "one"), "seeds", "is named twice"),
        (("one",), "{name: epochs, last: 9}", "kept 2 epochs, and 9 are asked for"),
        (("one",), "{name: swa, last: 1}", "an average needs two"),
        ((), "seeds", "name a run or an ensemble file"),
    ],
)
def test_what_cannot_be_joined_is_one_sentence(
    trained: Trained, words: tuple[str, ...], members: str, sentence: str
) -> None:
    from segscope._inference import make_ensemble as make

    with pytest.raises(UsageError, match=sentence):
        make(trained.workspace, words, members=members, device="cpu")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("members: []", "members"),
        ("memebrs: [a]", "did you mean members?"),
        ("tta: [flop]", "did you mean 'flip'?"),
        ("window: {name: sliding-window, size: 8}", "window"),
    ],
)
def test_a_slip_in_the_file_is_named(trained: Trained, tmp_path: Path, change: str, sentence: str) -> None:
    path = tmp_path / "e.yaml"
    save_ensemble(made(trained, "one"), path)
    key = change.split(":", maxsplit=1)[0]
    kept = re.sub(rf"^{key}:.*?(?=^[a-z])", "", path.read_text(), flags=re.MULTILINE | re.DOTALL)
    path.write_text(f"{change}\n{kept}")
    with pytest.raises(ConfigError) as raised:
        load_ensemble(path)
    assert str(path) in str(raised.value)
    assert sentence in str(raised.value)


def test_weights_are_searched_on_pictures_that_no_member_trained_on(trained: Trained) -> None:
    asked: list[int] = []
    context = EnsembleContext(trained.workspace, "cpu", started=asked.append)
    search = WeightingChoice.model_validate({"name": "search", "pixels": 1000, "steps": 5})
    ensemble = make_ensemble(EnsembleRequest(("one", "other"), weighting=search), context)
    assert asked == [6]  # the validation pictures, and none that a member trained on
    assert ensemble.searched["pictures"] == 6
    assert sum(member.weight for member in ensemble.members) == pytest.approx(1)
    with pytest.raises(UsageError, match="there is nothing to weigh"):
        make_ensemble(EnsembleRequest(("one",), weighting=search), context)
