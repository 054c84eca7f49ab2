"""Parameter groups: rates by part of the model, no decay on norms, biases and positional embeddings."""

from collections.abc import Iterator
from typing import Any

from torch import nn

from segscope.config.catalogue.optimizers import OptimizerOptions
from segscope.train.models.segmenter import Segmenter
from segscope.train.optimizers.stages import Stage, encoder_stages

Groups = list[dict[str, Any]]
"""What torch's optimisers take. Beside ``params``, ``lr`` and ``weight_decay`` each group has ``base_lr``,
its top rate, and ``part``: ``decoder``, ``encoder``, or ``encoder-0`` … where its stages differ in rate."""


def parameter_groups(model: Segmenter, options: OptimizerOptions) -> Groups:
    """Sort the parameters that learn; each is in one group, none is empty, the decoder's come last.

    Args:
        model: Has an encoder; everything else of it is the decoder.
        options: Rates and decay.
    """
    exempt = _never_decayed(model)
    groups = []
    for part, rate, parameters in _parts(model, options):
        for decays in (True, False):
            chosen = [p for p in parameters if p.requires_grad and (id(p) not in exempt) == decays]
            if chosen:
                decay = options.weight_decay if decays else 0.0
                groups.append(
                    {"params": chosen, "lr": rate, "base_lr": rate, "weight_decay": decay, "part": part}
                )
    return groups


def set_rates(groups: Groups, factor: float) -> dict[str, float]:
    """Set each group's rate to its top rate times a factor; gives the rates by part.

    Example:
        >>> groups = [{"part": "encoder", "base_lr": 0.25}, {"part": "decoder", "base_lr": 0.5}]
        >>> set_rates(groups, 0.5)
        {'encoder': 0.125, 'decoder': 0.25}
    """
    for group in groups:
        group["lr"] = group["base_lr"] * factor
    return {group["part"]: group["lr"] for group in groups}


def _parts(model: Segmenter, options: OptimizerOptions) -> Iterator[tuple[str, float, Stage]]:
    top = options.lr * options.encoder_lr_factor
    whole = tuple(model.encoder.parameters())
    if options.layer_decay < 1:
        stages = encoder_stages(model.encoder)
        for index, stage in enumerate(stages):
            yield f"encoder-{index}", top * options.layer_decay ** (len(stages) - 1 - index), stage
    else:
        yield "encoder", top, whole
    encoder = {id(parameter) for parameter in whole}
    yield "decoder", options.lr, tuple(p for p in model.parameters() if id(p) not in encoder)


def _never_decayed(model: nn.Module) -> set[int]:
    """Find norms and biases by their one axis, and what the architectures themselves say is not decayed."""
    exempt = {id(parameter) for parameter in model.parameters() if parameter.ndim <= 1}
    for module in model.modules():
        # timm's and smp's transformers name positional embeddings and tokens so.
        names = getattr(module, "no_weight_decay", None)
        if callable(names):
            known = dict(module.named_parameters())
            exempt |= {id(known[name]) for name in names() if name in known}
    return exempt
