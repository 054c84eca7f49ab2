"""The techniques that a config can name, each with its source and its options; no torch here."""

from segscope.config.catalogue.augmentations import AUGMENTATIONS
from segscope.config.catalogue.losses import LOSSES
from segscope.config.catalogue.mixes import MIXES
from segscope.config.catalogue.models import MODELS
from segscope.config.catalogue.optimizers import OPTIMIZERS
from segscope.config.catalogue.schedules import SCHEDULES
from segscope.config.catalogue.splits import SPLITS
from segscope.config.catalogue.technique import Catalogue, Options, Technique

CATALOGUES: tuple[Catalogue, ...] = (LOSSES, MODELS, OPTIMIZERS, SCHEDULES, AUGMENTATIONS, MIXES)

__all__ = [
    "AUGMENTATIONS",
    "CATALOGUES",
    "LOSSES",
    "MIXES",
    "MODELS",
    "OPTIMIZERS",
    "SCHEDULES",
    "SPLITS",
    "Catalogue",
    "Options",
    "Technique",
]
