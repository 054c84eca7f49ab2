"""Optimisers, schedules and what goes around them: words that a config takes, and tests that exist."""

from functools import reduce
from pathlib import Path

import pytest

from segscope.config.catalogue import OPTIMIZERS, SCHEDULES, Technique
from segscope.config.catalogue.optimizers import AdamWOptions, LookaheadOptions, SGDOptions
from segscope.config.catalogue.schedules import PlateauOptions
from segscope.config.catalogue.steps import STEPS
from segscope.config.load import dump_config, load_config, resolve
from segscope.config.strict_yaml import parse_yaml
from segscope.errors import ConfigError

ROOT = Path(__file__).parents[3]
ENTRIES = [entry for catalogue in (OPTIMIZERS, SCHEDULES, STEPS) for entry in catalogue.values()]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.group}-{entry.name}")
def test_an_entry_says_what_proves_it_and_the_test_exists(entry: Technique) -> None:
    assert entry.check.endswith(".")
    file, _, name = entry.test.partition("::")
    assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("key", STEPS)
def test_what_goes_around_is_named_by_a_key_of_the_config(key: str) -> None:
    pytest.importorskip("torch")
    from segscope.train.resolve import resolve_target

    values = load_config(None, ["data.path=camvid"]).model_dump(mode="json")
    *sections, last = key.split(".")
    assert last in reduce(dict.__getitem__, sections, values)
    assert callable(resolve_target(STEPS[key]))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["optimizer.lookahead=true"], LookaheadOptions(k=5, alpha=0.5)),
        (["optimizer.lookahead.k=8"], LookaheadOptions(k=8, alpha=0.5)),
        (["optimizer.lookahead={alpha: 0.8}"], LookaheadOptions(k=5, alpha=0.8)),
        (["optimizer.lookahead=true", "optimizer.lookahead=false"], None),
        ([], None),
    ],
)
def test_lookahead_is_one_word(words: list[str], expected: LookaheadOptions | None) -> None:
    config = load_config(None, ["data.path=camvid", *words])
    assert isinstance(config.optimizer.options, AdamWOptions)
    assert config.optimizer.options.lookahead == expected
    values = parse_yaml(dump_config(config), "config")
    assert isinstance(values, dict)
    assert resolve(values) == config


def test_optimiser_and_schedule_are_changed_by_a_word() -> None:
    config = load_config(
        None, ["data.path=camvid", "optimizer=sgd", "schedule=plateau", "schedule.warmup=200"]
    )
    assert config.optimizer.options == SGDOptions()
    assert config.schedule.options == PlateauOptions(warmup=200)


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("optimizer.lookahead.k=0", "greater than or equal to 1"),
        ("schedule.warmup=1.5", "whole number of steps"),
        ("schedule=platau", "did you mean 'plateau'"),
        ("optimizer.layer_decay=1.2", "less than or equal to 1"),
    ],
)
def test_a_slip_is_said_in_one_sentence(word: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as error:
        load_config(None, ["data.path=camvid", word])
    assert "\n" not in str(error.value)
