"""Changes of a config: what people type becomes exactly one change, and slips are named."""

from pathlib import Path
from typing import Any

import pytest

from segscope.config.changes import Change, read_changes
from segscope.config.load import load_config
from segscope.config.overrides import overlay
from segscope.config.run_config import RunConfig
from segscope.errors import ConfigError


@pytest.fixture
def base() -> RunConfig:
    return load_config(None, ["data.path=waste", "train.epochs=3"])


def changed_keys(base: RunConfig, changed: RunConfig) -> dict[str, Any]:
    before, after = (config.model_dump(mode="json") for config in (base, changed))
    return {key: after[key] for key in before if before[key] != after[key]}


def test_words_change_what_they_name_and_nothing_else(base: RunConfig) -> None:
    for text, key, expected in (
        ("mix+=cutmix", "mix", ["cutmix"]),
        ("augment-=colour", "augment", ["scale-crop", "flip"]),
        ("augment+=[cutout, gridmask]", "augment", ["scale-crop", "flip", "colour", "cutout", "gridmask"]),
        ("loss=boundary_focal", "loss", ["boundary-wrong"]),
        ("loss.cross-entropy=focal", "loss", ["focal", "dice"]),
        ("loss+={name: lovasz, weight: 0.5}", "loss", ["cross-entropy", "dice", "lovasz"]),
    ):
        (change,) = read_changes([text])
        found = changed_keys(base, change.apply(base))
        assert change.name == text
        assert list(found) == [key], text
        assert [entry["name"] for entry in found[key]] == expected


def test_another_architecture_brings_its_own_encoder_unless_one_was_chosen(base: RunConfig) -> None:
    (change,) = read_changes(["model=dpt"])
    assert change.apply(base).model.encoder == "vit_base_patch16_224"
    chosen = load_config(None, ["data.path=waste", "model.encoder=resnet18"])
    (change,) = read_changes(["model=fpn"])
    assert change.apply(chosen).model.encoder == "resnet18"


def test_several_words_are_one_change_and_may_have_a_name(base: RunConfig) -> None:
    (change,) = read_changes(
        ["lookahead: optimizer=radam optimizer.lookahead={k: 6, alpha: 0.4} train.ema=0"]
    )
    found = change.apply(base)
    assert change.name == "lookahead"
    assert (found.optimizer.name, found.train.ema) == ("radam", 0)
    assert found.optimizer.options.model_dump()["lookahead"] == {"k": 6, "alpha": 0.4}


def test_a_file_is_a_part_of_a_config_and_a_list_of_changes_is_many(base: RunConfig, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("mix: cutmix\ntrain: {epochs: 5}\n")
    (tmp_path / "b.yaml").write_text("name: other optimiser\noptimizer: {name: sgd, momentum: 0.8}\n")
    many = tmp_path / "c.yml"
    many.write_text(
        "changes:\n  ema off: train.ema=0\n  two words: [schedule=one-cycle, optimizer.lr=0.004]\n"
        "  a part: {schedule: {final: 0.1}}\n"
    )
    changes = read_changes([str(tmp_path), "mix+=classmix"])
    assert [change.name for change in changes] == [
        "a",
        "other optimiser",
        "ema off",
        "two words",
        "a part",
        "mix+=classmix",
    ]
    configs = [change.apply(base) for change in changes]
    assert [choice.name for choice in configs[0].mix] == ["cutmix"]
    assert configs[0].train.epochs == 5
    assert configs[1].optimizer.name == "sgd"
    assert configs[1].optimizer.options.model_dump()["momentum"] == 0.8
    assert configs[2].train.ema == 0
    assert (configs[3].schedule.name, configs[3].optimizer.options.model_dump()["lr"]) == ("one-cycle", 0.004)
    assert configs[4].schedule.name == "cosine"
    assert configs[4].schedule.options.model_dump()["final"] == 0.1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("train.epochs=3", "changes nothing"),
        ("train.epoch=5", "unknown key train.epoch: did you mean train.epochs"),
        ("mix+=cutmux", "there is no mix 'cutmux': did you mean 'cutmix'"),
        ("augment-=cutout", "there is no single entry 'cutout' among scale-crop, flip, colour"),
        ("cutmix", "is no change"),
        ("nowhere.yaml", "there is no such file"),
    ],
)
def test_slips_are_one_sentence(base: RunConfig, text: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        read_changes([text])[0].apply(base)


def test_two_changes_of_one_name_are_refused() -> None:
    with pytest.raises(ConfigError, match="two changes are called 'x'"):
        read_changes(["x: train.ema=0", "x: train.epochs=9"])
    with pytest.raises(ConfigError, match="two changes are called 'baseline'"):
        read_changes(["baseline: train.ema=0"])


def test_a_part_of_another_technique_starts_from_its_own_defaults(base: RunConfig) -> None:
    plain = base.model_dump(mode="json")
    laid = overlay(plain, {"model": {"arguments": {"decoder_channels": [8]}, "name": "unet"}})
    assert laid["model"] == {
        "name": "unet",
        "weights": base.model.weights,
        "arguments": {"decoder_channels": [8]},
    }
    assert plain == base.model_dump(mode="json"), "the base is left as it was"
    assert Change("x", ("mix=cutmix",)).apply(base) == Change("y", ("mix+=cutmix",)).apply(base)
