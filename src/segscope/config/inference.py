"""How a trained model is used: its views of a picture, its tiles, and what is done with its label maps."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from segscope.config.catalogue.ensembles import ENSEMBLES, WEIGHTINGS
from segscope.config.catalogue.outputs import OUTPUTS
from segscope.config.catalogue.posts import POSTS
from segscope.config.catalogue.tta import TTA, WINDOWS
from segscope.config.choice import Choice
from segscope.config.load import explain
from segscope.config.strict_yaml import parse_yaml
from segscope.errors import ConfigError


class TtaChoice(Choice):
    """One kind of test-time augmentation."""

    catalogue = TTA


class WindowChoice(Choice):
    """How large pictures are cut into tiles."""

    catalogue = WINDOWS


class PostChoice(Choice):
    """One step that label maps go through."""

    catalogue = POSTS


class OutputChoice(Choice):
    """One kind of file that predictions are written as."""

    catalogue = OUTPUTS


class MembersChoice(Choice):
    """What a training gives to an ensemble."""

    catalogue = ENSEMBLES


class WeightingChoice(Choice):
    """How the members of an ensemble are weighed."""

    catalogue = WEIGHTINGS


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


class InferenceConfig(BaseModel):
    """How probabilities are made, and how they become label maps.

    Attributes:
        tta: Test-time augmentations; each one's views are views of all before it (two flips at three
            scales are six forward passes).
        window: Tiles for large pictures; none = pictures go through whole.
        post: Steps that label maps go through, in order.

    Example:
        >>> config = InferenceConfig.model_validate({"tta": ["flip", {"name": "scales", "factors": [1, 2]}]})
        >>> [choice.name for choice in config.tta], config.window
        (['flip', 'scales'], None)
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    tta: Annotated[tuple[TtaChoice, ...], BeforeValidator(_as_list)] = ()
    window: WindowChoice | None = None
    post: Annotated[tuple[PostChoice, ...], BeforeValidator(_as_list)] = ()


def parse_words(kind: type[Choice], words: Sequence[str], where: str) -> tuple[Any, ...]:
    """Read choices from the command line, each a name or a YAML mapping.

    Args:
        kind: Which choice.
        words: Such as ``flip`` or ``{name: scales, factors: [0.75, 1]}``.
        where: What messages call it, such as ``--tta``.

    Raises:
        ConfigError: A word is no YAML, a name or an option is unknown, or a value is wrong.

    Example:
        >>> parse_words(TtaChoice, ["{name: scales, factors: [0.5, 1]}"], "--tta")[0].options.factors
        (0.5, 1.0)
    """
    return tuple(_validate(kind, parse_yaml(word, where), where) for word in words)


def parse_inference(values: Mapping[str, Any], where: str) -> InferenceConfig:
    """Validate plain values; the error names what is wrong."""
    config: InferenceConfig = _validate(InferenceConfig, dict(values), where)
    return config


def _validate(kind: type[BaseModel], value: Any, where: str) -> Any:
    try:
        return kind.model_validate(value)
    except ConfigError as error:
        raise ConfigError(f"{where}: {error}") from error
    except ValidationError as error:
        raise ConfigError(f"{where}: {explain(error, kind)}") from error
