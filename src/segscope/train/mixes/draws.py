"""What the mixes of a run draw from, step by step."""

from collections.abc import Callable

import numpy as np
import torch
from lightning_fabric import Fabric
from torch import Tensor

from segscope.train.mixes.base import MixDraw
from segscope.train.models.segmenter import Segmenter

_MIX = 2


class MixDraws:
    """Gives the draws of every step: the same after a resume, different on every rank.

    Args:
        fabric: Rank and precision.
        teacher: Gives the model whose evidence mixes may ask for; it is put into evaluation mode for it,
            so that no BatchNorm statistics move.
        seed: The run's seed.
        steps: Optimiser steps of the whole training.
    """

    def __init__(self, fabric: Fabric, teacher: Callable[[], Segmenter], seed: int, steps: int) -> None:
        self.fabric = fabric
        self.teacher = teacher
        self.seed = seed
        self.steps = steps

    def of_step(self, step: int) -> Callable[[int], MixDraw]:
        """Give what each micro-batch of a step may use, by its place in the window.

        Args:
            step: Optimiser steps done before.
        """
        rank = self.fabric.global_rank

        def draw(micro_batch: int) -> MixDraw:
            rng = np.random.default_rng((self.seed, _MIX, step, micro_batch, rank))
            return MixDraw(rng, step / self.steps, self._logits)

        return draw

    @torch.no_grad()
    def _logits(self, pictures: Tensor) -> Tensor:
        model = self.teacher()
        was_training = model.training
        model.eval()
        with self.fabric.autocast():
            # Of the outputs: the labels that evidence is asked for may be sub-classes.
            logits: Tensor = model.outputs(pictures).logits
        model.train(was_training)
        return logits
