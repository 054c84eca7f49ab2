"""Adam that does not lengthen scale-invariant weights."""

import torch
from timm.optim.adamp import AdamP

from segscope.config.catalogue.optimizers import AdamPOptions
from segscope.train.optimizers.groups import Groups


def build_adamp(groups: Groups, options: AdamPOptions) -> torch.optim.Optimizer:
    """Build timm's AdamP (Heo et al., ICLR 2021), which is the authors' own."""
    optimizer: torch.optim.Optimizer = AdamP(  # type: ignore[no-untyped-call]
        groups,
        betas=(options.beta1, options.beta2),
        delta=options.delta,
        wd_ratio=options.wd_ratio,
        nesterov=options.nesterov,
    )
    return optimizer
