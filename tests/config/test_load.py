"""A config is one validated record; every slip is one sentence that names the nearest key."""

from pathlib import Path

import pytest

from segscope.config.load import dump_config, load_config
from segscope.errors import ConfigError


def test_defaults_need_only_the_data_path() -> None:
    config = load_config(None, ["data.path=camvid"])
    assert config.model.name == "light-unet"
    assert [term.name for term in config.loss] == ["cross-entropy", "dice"]


def test_the_resolved_config_reads_back_equal(tmp_path: Path) -> None:
    config = load_config(None, ["data.path=데이터", "loss=[ce, dice]", "loss.dice.weight=0.5", "train.ema=0"])
    path = tmp_path / "config.yaml"
    path.write_text(dump_config(config), encoding="utf-8")
    assert load_config(path) == config


def test_a_file_and_overrides_meet(tmp_path: Path) -> None:
    path = tmp_path / "run.yaml"
    path.write_text("data: {path: camvid}\noptimizer: {name: adamw, lr: 1e-3}\nloss: dice\n")
    config = load_config(path, ["optimizer.lr=2e-3", "train.precision=32"])
    assert config.optimizer.options.model_dump()["lr"] == 0.002
    assert config.train.precision == "32"
    assert [term.name for term in config.loss] == ["dice"]


def test_changing_the_technique_drops_the_options_of_the_old_one() -> None:
    config = load_config(None, ["data.path=x", "model.encoder=resnet34", "model.name=unet"])
    assert (config.model.name, config.model.encoder) == ("unet", "resnet34")


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        (["trian.epochs=3"], "unknown key trian: did you mean train?"),
        (["train.epoch=3"], "unknown key train.epoch: did you mean train.epochs?"),
        (["train.lr=1e-3"], "unknown key train.lr: did you mean optimizer.lr?"),
        (["batch_size=3"], "unknown key batch_size: did you mean train.batch_size or val.batch_size?"),
        (["loss.dice.smoth=1"], "did you mean loss.1.smooth?"),
        (["loss=dice", "loss.dice.wieght=2"], "did you mean loss.0.weight?"),
        (["loss.dice.gamma=2"], "unknown key loss.1.gamma: it is an option of focal, boundary-wrong alone."),
        (["schedule=plateau", "schedule.final=0.1"], "it is an option of cosine, polynomial alone."),
        (["optimizer.lookahead={kk: 3}"], "optimizer.lookahead.kk: did you mean optimizer.lookahead.k?"),
        (["optimizer.lr=.inf"], "optimizer.lr: input should be a finite number, not inf."),
        (["loss.dice.weight=.inf"], "loss.1.weight: input should be a finite number, not inf."),
        (["loss=dise"], "there is no loss 'dise': did you mean 'dice'?"),
        (["train.epochs=0"], "train.epochs: input should be greater than or equal to 1, not 0."),
        (["optimizer.lr=-1"], "greater than 0, not -1"),
        (["train.epochs=many"], "train.epochs:"),
        (["loss.focal.weight=1"], "no single entry 'focal' among cross-entropy, dice"),
        (["epochs"], "is not of the form key=value"),
        (["loss=[]"], "loss:"),
        (["augment.scale-crop.min_scale=3"], "min_scale 3.0 is above max_scale"),
        (["loss={weight: 2}"], "loss"),
        (["train.epochs=[1"], "the value is not valid YAML"),
    ],
)
def test_a_wrong_override_is_one_sentence(overrides: list[str], sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(None, ["data.path=x", *overrides])
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "pydantic" not in str(caught.value)


@pytest.mark.parametrize(
    ("words", "section", "option", "value"),
    [
        (["loss=focal", "loss.focal.gamma=1"], "loss", "gamma", 1.0),
        (["loss={name: focal, gamma: 3}", "loss.focal.weight=2"], "loss", "gamma", 3.0),
        (["schedule=one-cycle", "schedule.one-cycle.pct_start=0.5"], "schedule", "pct_start", 0.5),
        (["mix=cutmix", "mix.cutmix.alpha=2"], "mix", "alpha", 2.0),
        (["loss.ce.weight=3"], "loss", "weight", 3.0),
        (["loss=ce", "loss.cross-entropy.weight=3"], "loss", "weight", 3.0),
    ],
)
def test_a_lone_technique_is_reached_by_its_name_and_any_by_an_alias(
    words: list[str], section: str, option: str, value: float
) -> None:
    choice = load_config(None, ["data.path=x", *words]).model_dump()[section]
    assert (choice[0] if isinstance(choice, tuple | list) else choice)[option] == value


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"data: [", "line 1: expected the node content"),
        (b"\tdata: x", "line 1: a tab stands where YAML wants spaces"),
        (b"- a\n- b\n", "a config is a mapping"),
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"!!python/object/apply:os.system ['true']", "could not determine a constructor"),
        (b"", "data.path is missing"),
        (b"data: {path: x}\nmodel: {name: light-unet, decoder: 3}", "unknown key model.decoder"),
    ],
)
def test_a_wrong_file_is_one_sentence_with_its_name(tmp_path: Path, text: bytes, sentence: str) -> None:
    path = tmp_path / "run.yaml"
    path.write_bytes(text)
    with pytest.raises(ConfigError, match=r"run\.yaml[:,] ") as caught:
        load_config(path)
    assert sentence in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no such file"):
        load_config(tmp_path / "none.yaml")


@pytest.mark.parametrize("path", ["/data/waste #2", "2024", "a: b", "2026-02-30", "~/x", "[x]"])
def test_paths_and_names_are_taken_as_they_are(path: str) -> None:
    config = load_config(None, ["train.epochs=2"], data=path, texts={"name": path})
    assert config.data.path == path
    assert config.name == path


def test_a_section_that_is_given_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.yaml"
    path.write_text("data: {path: x}\ntrain: {epochs: 60}\ntrain: {seed: 1}\n")
    with pytest.raises(ConfigError, match="key 'train' is given twice"):
        load_config(path)
