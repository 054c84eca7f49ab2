"""The techniques that a config can name, each with its source and its options; no torch here."""

from segscope.config.catalogue.augmentations import AUGMENTATIONS
from segscope.config.catalogue.ensembles import ENSEMBLES, WEIGHTINGS
from segscope.config.catalogue.losses import LOSSES
from segscope.config.catalogue.mixes import MIXES
from segscope.config.catalogue.models import MODELS
from segscope.config.catalogue.optimizers import OPTIMIZERS
from segscope.config.catalogue.outputs import EXPORTS, OUTPUTS
from segscope.config.catalogue.posts import POSTS
from segscope.config.catalogue.pseudo import PSEUDO
from segscope.config.catalogue.schedules import SCHEDULES
from segscope.config.catalogue.splits import SPLITS
from segscope.config.catalogue.steps import STEPS
from segscope.config.catalogue.technique import Catalogue, Options, Technique
from segscope.config.catalogue.tta import TTA, WINDOWS
from segscope.config.catalogue.unknowns import UNKNOWNS

CATALOGUES: tuple[Catalogue, ...] = (
    LOSSES,
    MODELS,
    OPTIMIZERS,
    SCHEDULES,
    AUGMENTATIONS,
    MIXES,
    ENSEMBLES,
    WEIGHTINGS,
    TTA,
    WINDOWS,
    POSTS,
    PSEUDO,
    OUTPUTS,
    EXPORTS,
    SPLITS,
    UNKNOWNS,
)

__all__ = [
    "AUGMENTATIONS",
    "CATALOGUES",
    "ENSEMBLES",
    "EXPORTS",
    "LOSSES",
    "MIXES",
    "MODELS",
    "OPTIMIZERS",
    "OUTPUTS",
    "POSTS",
    "PSEUDO",
    "SCHEDULES",
    "SPLITS",
    "STEPS",
    "TTA",
    "UNKNOWNS",
    "WEIGHTINGS",
    "WINDOWS",
    "Catalogue",
    "Options",
    "Technique",
]
