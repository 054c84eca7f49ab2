"""A box of another picture."""

import numpy as np

from segscope.config.catalogue.mixes import CutMixOptions
from segscope.train.mixes.base import DeviceBatch, MixContext, MixDraw
from segscope.train.mixes.boxes import area, draw_boxes, paste_box
from segscope.train.mixes.partners import copied, draw_partners, with_origins


class CutMix:
    """Give each picture a box of another one, colours and labels alike.

    After Yun et al., "CutMix", ICCV 2019. A classifier's label is mixed by the box's area; here every
    pixel keeps its own label, so that the loss needs no share (French et al., BMVC 2020). Each picture
    has a box of its own.

    Args:
        options: How often, and how large the boxes are.
        context: Not needed; every mix takes it.
    """

    def __init__(self, options: CutMixOptions, context: MixContext) -> None:
        del context
        self.options = options

    def __call__(self, batch: DeviceBatch, draw: MixDraw) -> DeviceBatch:
        """Give the mixed batch."""
        rng, count = draw.rng, len(batch.pictures)
        height, width = batch.targets.labels.shape[1:]
        partner, mixed = draw_partners(count, self.options.probability, rng)
        kept = np.where(mixed, rng.beta(self.options.alpha, self.options.alpha, count), 1.0)
        batch = with_origins(batch)
        canvas = copied(batch)
        for index, box in enumerate(draw_boxes(kept, (height, width), rng)):
            if area(box) > 0:
                paste_box(canvas, (index, box), batch, (int(partner[index]), box))
        return canvas
