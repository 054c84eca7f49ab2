"""Options that would do nothing are refused in a sentence, and a lone class is named by a word."""

import pytest

from segscope.config.catalogue.augmentation_options import CopyPasteOptions, ScaleCropOptions
from segscope.config.load import dump_config, load_config, resolve
from segscope.config.strict_yaml import parse_yaml
from segscope.errors import ConfigError


@pytest.mark.parametrize(
    ("word", "complaint"),
    [
        (
            "loss={name: ce, effective_beta: 0.99}",
            "effective_beta is 0.99 and class_weights is none: it needs class_weights=effective-number",
        ),
        (
            "loss={name: boundary-wrong, effective_beta: 0.9, class_weights: inverse}",
            "class_weights is inverse",
        ),
        ("loss={name: tversky, alpha: 0, beta: 0}", "the loss is always 0"),
        ("augment+={name: copy-paste, weak_count: 5}", "weak_count is 5 and weak_of names no run"),
        ("augment+={name: scale-crop, rare_classes: [Metal]}", "rare_classes are named and rare is 0"),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(word: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint) as error:
        load_config(None, ["data.path=x", word])
    assert "\n" not in str(error.value)


def test_the_same_options_are_taken_where_they_do_something() -> None:
    words = (
        "loss=[{name: ce, effective_beta: 0.99, class_weights: effective-number}, {name: tversky, alpha: 0}]",
        "augment=[{name: copy-paste, weak_of: parent, weak_count: 5}]",
    )
    config = load_config(None, ["data.path=x", *words])
    values = parse_yaml(dump_config(config), "config")
    assert isinstance(values, dict)
    assert resolve(values) == config


def test_one_class_is_named_by_a_word_and_several_by_a_list() -> None:
    assert CopyPasteOptions.model_validate({"classes": "Metal can"}).classes == ("Metal can",)
    assert CopyPasteOptions.model_validate({"classes": ["Metal", "Glass"]}).classes == ("Metal", "Glass")
    assert ScaleCropOptions.model_validate({"rare_classes": "Metal", "rare": 1}).rare_classes == ("Metal",)
