"""AdamW with encoder and decoder rates."""

import torch

from segscope.config.catalogue.optimizers import AdamWOptions
from segscope.train.models.segmenter import Segmenter
from segscope.train.optimizers.groups import parameter_groups


def build_adamw(model: Segmenter, options: AdamWOptions) -> torch.optim.AdamW:
    """Build AdamW; each group keeps its top rate in ``base_lr`` for the schedule."""
    groups = []
    for group in parameter_groups(model):
        rate = options.lr * (options.encoder_lr_factor if group.is_encoder else 1.0)
        decay = options.weight_decay if group.decays else 0.0
        groups.append({"params": list(group.parameters), "lr": rate, "base_lr": rate, "weight_decay": decay})
    return torch.optim.AdamW(groups, betas=(options.beta1, options.beta2))
