"""The file ``ensemble.yaml``: which checkpoints, with which weights and views, count as one model."""

import hashlib
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from segscope.config.inference import InferenceConfig
from segscope.config.load import explain
from segscope.config.strict_yaml import parse_yaml, read_text
from segscope.errors import ConfigError
from segscope.files.atomic import write_atomic

ENDINGS = (".yaml", ".yml")


class Member(BaseModel):
    """One checkpoint of one run.

    Attributes:
        run: The run's id in the workspace.
        checkpoint: The checkpoint's name: ``best``, ``epoch-0017``, ``swa``, ``ema`` and so on.
        weight: How much its probabilities count beside the others'; the weights are scaled to sum to 1.
        sha256: Hash of the checkpoint's file; another file under that name is refused.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    run: str = Field(min_length=1)
    checkpoint: str = Field(default="best", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    weight: float = Field(default=1.0, ge=0, allow_inf_nan=False)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class EnsembleConfig(InferenceConfig):
    """Members and views that are used like a single model.

    Attributes:
        format: Version of the file's form.
        classes: The class names, in the order of the class index; every member has them.
        members: The checkpoints.
        tta: Test-time augmentations.
        window: Tiles for large pictures.
        post: Steps that label maps go through.
        searched: How the weights were found and what they brought; empty where they were not searched.
    """

    format: Literal[1] = 1
    classes: tuple[str, ...] = Field(min_length=1)
    members: tuple[Member, ...] = Field(min_length=1)
    searched: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _sound(self) -> "EnsembleConfig":
        named = [(member.run, member.checkpoint) for member in self.members]
        repeated = next((name for name in named if named.count(name) > 1), None)
        if repeated is not None:
            raise ValueError(f"checkpoint {repeated[1]} of run {repeated[0]} is a member twice")
        if sum(member.weight for member in self.members) == 0:
            raise ValueError("all members have the weight 0")
        return self

    @property
    def sha256(self) -> str:
        """Hash of what the ensemble computes, whatever the file looks like."""
        content = self.model_dump(mode="json", exclude={"searched"})
        return hashlib.sha256(yaml.safe_dump(content, sort_keys=True).encode()).hexdigest()


def is_ensemble_file(word: str) -> bool:
    """Tell whether a word on the command line names an ensemble file and not a run."""
    return word.lower().endswith(ENDINGS)


def load_ensemble(path: Path) -> EnsembleConfig:
    """Read an ensemble file.

    Raises:
        ConfigError: The file cannot be read, a key is unknown, or a value is wrong.
    """
    values = parse_yaml(read_text(path), str(path))
    if not isinstance(values, dict):
        raise ConfigError(
            f"{path}: an ensemble is a mapping with `members:`; make one with `segscope ensemble`."
        )
    try:
        return EnsembleConfig.model_validate(values)
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error
    except ValidationError as error:
        raise ConfigError(f"{path}: {explain(error, EnsembleConfig)}") from error


def save_ensemble(ensemble: EnsembleConfig, path: Path) -> None:
    """Write an ensemble file; :func:`load_ensemble` reads it back equal.

    Raises:
        ConfigError: The file has another ending than ``.yaml`` or ``.yml``.
        StoreError: It cannot be written.
    """
    if not is_ensemble_file(path.name):
        raise ConfigError(f"{path}: an ensemble file ends in .yaml, by which the commands know it.")
    text = yaml.safe_dump(ensemble.model_dump(mode="json"), sort_keys=False, allow_unicode=True)
    write_atomic(path, text.encode())
