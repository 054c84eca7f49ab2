"""Parameter groups: encoder and decoder rates apart, no decay on norms and biases."""

from dataclasses import dataclass

from torch import nn

from segscope.train.models.segmenter import Segmenter


@dataclass(frozen=True, slots=True)
class ParameterGroup:
    """Parameters that share a rate and a decay.

    Attributes:
        parameters: Those that learn.
        is_encoder: True for the pretrained encoder's.
        decays: False for norms and biases.
    """

    parameters: tuple[nn.Parameter, ...]
    is_encoder: bool
    decays: bool


def parameter_groups(model: Segmenter) -> tuple[ParameterGroup, ...]:
    """Sort a model's parameters; empty groups are left out, each parameter is in one group."""
    encoder = {id(parameter) for parameter in model.encoder.parameters()}
    learning = [parameter for parameter in model.parameters() if parameter.requires_grad]
    groups = (
        ParameterGroup(
            tuple(p for p in learning if (id(p) in encoder) == is_encoder and (p.ndim > 1) == decays),
            is_encoder,
            decays,
        )
        for is_encoder in (True, False)
        for decays in (True, False)
    )
    return tuple(group for group in groups if group.parameters)
