"""Adam with rectified first steps."""

import torch

from segscope.config.catalogue.optimizers import RAdamOptions
from segscope.train.optimizers.groups import Groups


def build_radam(groups: Groups, options: RAdamOptions) -> torch.optim.RAdam:
    """Build torch's RAdam (Liu et al., ICLR 2020), with AdamW's decay: torch's own default is L2."""
    return torch.optim.RAdam(groups, betas=(options.beta1, options.beta2), decoupled_weight_decay=True)
