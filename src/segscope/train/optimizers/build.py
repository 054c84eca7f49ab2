"""From a config's optimiser to its code, with Lookahead around it where it is asked for."""

import torch

from segscope.config.catalogue.optimizers import OptimizerOptions
from segscope.config.choice import OptimizerChoice
from segscope.train.models.segmenter import Segmenter
from segscope.train.optimizers.groups import parameter_groups
from segscope.train.optimizers.lookahead import Lookahead
from segscope.train.resolve import resolve_target


def build_optimizer(choice: OptimizerChoice, model: Segmenter) -> torch.optim.Optimizer:
    """Build the optimiser of a model; each of its groups keeps its top rate in ``base_lr``."""
    options = choice.options
    if not isinstance(options, OptimizerOptions):
        raise TypeError(f"the options of {choice.name} are no OptimizerOptions")
    groups = parameter_groups(model, options)
    optimizer: torch.optim.Optimizer = resolve_target(choice.technique)(groups, options)
    if options.lookahead is None:
        return optimizer
    return Lookahead(optimizer, options.lookahead.k, options.lookahead.alpha)
