"""An encoder's stages in order, for rates that fall with depth.

Encoders have no common way of naming their stages. What they share is that their modules are
registered in the order of the forward pass, and that wrappers and lists hold nearly all weights.
"""

from collections.abc import Iterator

from torch import nn

Stage = tuple[nn.Parameter, ...]

OPENED_SHARE = 0.8
"""A module with more than this share of the weights is a wrapper or a list of stages, and no stage. (In
ResNets, where each stage has four times the weights of the one before it, the last has three quarters.)"""


def encoder_stages(encoder: nn.Module) -> tuple[Stage, ...]:
    """Cut an encoder's parameters into stages, from the picture's side on.

    ResNets give stem and four layers, EfficientNets the stem and seven groups of blocks, plain vision
    transformers the embedding and each block.

    Args:
        encoder: Its modules are registered in the order of the forward pass, as timm's and smp's are.

    Example:
        >>> stem = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4))
        >>> encoder = nn.Sequential(*stem, nn.Conv2d(4, 8, 3), nn.Conv2d(8, 8, 3))
        >>> [[tuple(p.shape) for p in stage] for stage in encoder_stages(encoder)]
        [[(4, 3, 3, 3), (4,), (4,), (4,)], [(8, 4, 3, 3), (8,)], [(8, 8, 3, 3), (8,)]]
    """
    stages: list[Stage] = []
    for unit in _units(encoder):
        # A norm belongs to what it follows.
        if stages and all(parameter.ndim <= 1 for parameter in unit):
            stages[-1] += unit
        else:
            stages.append(unit)
    return tuple(stages)


def _units(module: nn.Module) -> Iterator[Stage]:
    total = sum(parameter.numel() for parameter in module.parameters())
    # What a module holds itself, such as tokens and positions, goes with its first child.
    own = tuple(module.parameters(recurse=False))
    for child in module.children():
        weights = tuple(child.parameters())
        if not weights:
            continue
        opened = sum(parameter.numel() for parameter in weights) > OPENED_SHARE * total
        units = list(_units(child)) if opened else [weights]
        yield own + units[0]
        yield from units[1:]
        own = ()
    if own:
        yield own
