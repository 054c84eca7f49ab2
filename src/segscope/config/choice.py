"""How a config names a technique: a word, or a mapping with the technique's own options beside it.

``loss: dice`` and ``loss: [{name: dice, smooth: 0.5, weight: 2}]`` both become choices; the resolved
config always shows every option.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializeAsAny, model_serializer, model_validator

from segscope.config.catalogue import (
    AUGMENTATIONS,
    LOSSES,
    MIXES,
    MODELS,
    OPTIMIZERS,
    SCHEDULES,
    UNKNOWNS,
)
from segscope.config.catalogue.models import ModelOptions
from segscope.config.catalogue.technique import Catalogue, NoOptions, Options, Technique, parse_options


class Choice(BaseModel):
    """One technique with its options.

    Attributes:
        name: The catalogue's name of the technique (aliases are resolved).
        options: The technique's own option record.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    catalogue: ClassVar[Catalogue]

    name: str
    options: SerializeAsAny[Options] = NoOptions()

    @model_validator(mode="before")
    @classmethod
    def _gather_options(cls, value: Any) -> Any:
        if isinstance(value, str):
            value = {"name": value}
        if not isinstance(value, Mapping) or not isinstance(value.get("name"), str):
            raise ValueError(f"expected the name of a {cls.catalogue.group}, or a mapping with a name")
        technique = cls.catalogue[value["name"]]
        own = {key: item for key, item in value.items() if key in cls.model_fields and key != "options"}
        rest = {key: item for key, item in value.items() if key not in own and key != "options"}
        options = value.get("options")
        if not isinstance(options, Options):
            if not isinstance(options or {}, Mapping):
                raise ValueError(f"the options of {technique.name} are a mapping")
            options = parse_options(technique, {**(options or {}), **rest})
        return {**own, "name": technique.name, "options": options}

    @model_serializer
    def _flat(self) -> dict[str, Any]:
        own = {key: getattr(self, key) for key in type(self).model_fields if key != "options"}
        return {**own, **self.options.model_dump(mode="json")}

    @property
    def technique(self) -> Technique:
        """The catalogue's record."""
        return self.catalogue[self.name]


class LossTerm(Choice):
    """One term of the loss, with its weight in the sum."""

    catalogue = LOSSES
    weight: float = Field(default=1.0, gt=0, allow_inf_nan=False)


class OptimizerChoice(Choice):
    """The optimiser."""

    catalogue = OPTIMIZERS


class ScheduleChoice(Choice):
    """The learning-rate schedule."""

    catalogue = SCHEDULES


class AugmentationChoice(Choice):
    """One augmentation of single samples."""

    catalogue = AUGMENTATIONS


class MixChoice(Choice):
    """One mix of the pictures of a batch."""

    catalogue = MIXES


class UnknownChoice(Choice):
    """What becomes of the unknown class in training.

    Attributes:
        class_name: The class that is meant, where it is not the one with the role; ``class`` in a config.
    """

    catalogue = UNKNOWNS
    class_name: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_class(cls, value: Any) -> Any:
        if not isinstance(value, Mapping) or "class" not in value:
            return value
        rest = {key: item for key, item in value.items() if key != "class"}
        return {**rest, "class_name": value["class"]}

    @model_serializer
    def _flat(self) -> dict[str, Any]:
        return {"name": self.name, "class": self.class_name, **self.options.model_dump(mode="json")}


class ModelChoice(Choice):
    """The architecture, its encoder and its weights.

    Attributes:
        encoder: A timm encoder's name (``tf_efficientnet_lite0``, ``tu-hrnet_w18``, ``resnet34``); by
            default one that fits the architecture.
        weights: ``imagenet`` for the weights that the encoder is published with (those of DINO, too), or
            ``none`` to start from random weights on purpose.
    """

    catalogue = MODELS
    encoder: str = "tf_efficientnet_lite0"
    weights: Literal["imagenet", "none"] = "imagenet"

    @model_validator(mode="before")
    @classmethod
    def _choose_encoder(cls, value: Any) -> Any:
        if isinstance(value, str):
            value = {"name": value}
        if not isinstance(value, Mapping) or value.get("encoder") or not isinstance(value.get("name"), str):
            return value
        options = MODELS[value["name"]].options
        return {**value, "encoder": options.default_encoder} if issubclass(options, ModelOptions) else value
