"""Stochastic gradient descent with momentum."""

import torch

from segscope.config.catalogue.optimizers import SGDOptions
from segscope.train.optimizers.groups import Groups


def build_sgd(groups: Groups, options: SGDOptions) -> torch.optim.SGD:
    """Build torch's SGD; without a momentum there is nothing that Nesterov could look ahead of."""
    nesterov = options.nesterov and options.momentum > 0
    return torch.optim.SGD(groups, momentum=options.momentum, nesterov=nesterov)
