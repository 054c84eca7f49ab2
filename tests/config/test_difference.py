"""What differs between two configs, against the words' own meaning."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segscope.config.difference import config_difference
from segscope.config.load import load_config, resolve
from segscope.config.overrides import apply_overrides

PLAIN = (
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(-2, 2)
    | st.sampled_from(["a", "유리", "1", ""])
)
TECHNIQUES = st.lists(
    st.fixed_dictionaries({"name": st.sampled_from(["flip", "colour", "cutout", "affine"]), "share": PLAIN}),
    max_size=3,
    unique_by=lambda technique: technique["name"],
)
CONFIGS = st.fixed_dictionaries(
    {
        "train": st.fixed_dictionaries({"epochs": PLAIN, "sizes": st.lists(PLAIN, max_size=2)}),
        "augment": TECHNIQUES,
        "seed": PLAIN,
        "data": st.just({}),  # by it a whole config is told from a technique with a name
        "name": st.sampled_from(["", "기준선", "wide crop"]),
    }
)


@given(CONFIGS, CONFIGS)
def test_the_words_turn_one_config_into_the_other(base: dict[str, Any], changed: dict[str, Any]) -> None:
    words = [change.word for change in config_difference(base, changed)]
    assert apply_overrides(base, words) == changed


@given(CONFIGS)
def test_equal_configs_do_not_differ(config: dict[str, Any]) -> None:
    assert config_difference(config, config) == ()


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        (["train.epochs=40"], ["train.epochs 30 → 40"]),
        (["mix+=cutmix", "augment-=colour"], ["augment − colour", "mix + cutmix"]),
        (["augment.scale-crop.size=320"], ["augment.scale-crop.size 256 → 320"]),
        (["loss=lovasz"], ["loss − cross-entropy", "loss − dice", "loss + lovasz"]),
        (["optimizer=radam"], ["optimizer adamw → radam"]),
        (["name=종이 가중치", "train.ema=0"], ["name nothing → 종이 가중치", "train.ema 0.99 → 0.0"]),
        (["data.split=folds.csv"], ["data.split nothing → folds.csv"]),
    ],
)
def test_changes_of_a_real_config_are_told_in_words(words: list[str], sentences: list[str]) -> None:
    base = load_config(None, ["data.path=camvid", "train.epochs=30", "augment.scale-crop.size=256"])
    plain = base.model_dump(mode="json")
    changed = resolve(apply_overrides(plain, words)).model_dump(mode="json")
    changes = config_difference(plain, changed)
    assert [change.sentence for change in changes] == sentences
    assert (
        resolve(apply_overrides(plain, [change.word for change in changes])).model_dump(mode="json")
        == changed
    )
