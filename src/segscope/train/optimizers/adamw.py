"""Adam with decoupled weight decay."""

import torch

from segscope.config.catalogue.optimizers import AdamWOptions
from segscope.train.optimizers.groups import Groups


def build_adamw(groups: Groups, options: AdamWOptions) -> torch.optim.AdamW:
    """Build torch's AdamW (Loshchilov & Hutter, ICLR 2019)."""
    return torch.optim.AdamW(groups, betas=(options.beta1, options.beta2))
