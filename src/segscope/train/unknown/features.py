"""What an encoder sees of each object: one vector an object, pooled inside its outline."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from segscope.data.instances import Instance, list_instances
from segscope.data.sample import Picture
from segscope.errors import UsageError
from segscope.train.models.segmenter import Segmenter
from segscope.train.models.vit import VitSegmenter
from segscope.train.segment import picture_batch

STAGES = 2
"""How many of the encoder's deepest maps are pooled."""
_KEPT_BY_EROSION = 0.25

Mask = NDArray[np.bool_]


class EncoderFeatures:
    """Gives one vector for each object of a picture: the encoder's two deepest stages, inside the object.

    Args:
        model: In evaluation mode, on its device.

    Raises:
        UsageError: On the first picture, where the encoder gives no maps.
    """

    def __init__(self, model: Segmenter) -> None:
        self.model = model

    def of_objects(
        self, picture: Picture, numbers: NDArray[np.int32]
    ) -> tuple[list[Instance], NDArray[np.float64]]:
        """Look at one picture.

        Args:
            picture: (H, W, C) as the model takes it.
            numbers: (H, W) object numbers from 1; 0 is no object.

        Returns:
            The objects by their numbers, and (N, D) their vectors.
        """
        found = list_instances(numbers, np.ones(numbers.shape, dtype=np.uint8))
        maps, size = self._maps(picture)
        vectors = []
        for one in found:
            top, left, bottom, right = one.box
            mask = numbers[top:bottom, left:right] == one.number
            parts = [_pool(values, mask, (top, left), size) for values in maps]
            vectors.append(np.concatenate([_unit(part) for part in parts]))
        return found, np.array(vectors)

    def _maps(self, picture: Picture) -> tuple[list[NDArray[np.float64]], tuple[int, int]]:
        """Give the (D, h, w) maps of the last stages, and the size of the padded picture."""
        pictures = picture_batch([picture]).to(next(self.model.parameters()).device)
        with torch.inference_mode(), _kept_maps(self.model) as (maps, sizes):
            self.model(pictures)
        if not maps:
            raise UsageError("this model's encoder gives no maps of features: explore with another model.")
        return [kept[0].double().cpu().numpy() for kept in maps[-STAGES:]], sizes[0]


@contextmanager
def _kept_maps(model: Segmenter) -> Iterator[tuple[list[Tensor], list[tuple[int, int]]]]:
    """Note what the encoder gives while the model runs, and the size of the network's input."""
    maps: list[Tensor] = []
    sizes: list[tuple[int, int]] = []
    network = model.network

    def note_input(module: nn.Module, inputs: tuple[Any, ...]) -> None:
        del module
        height, width = inputs[0].shape[-2:]
        sizes.append((height, width))

    def note_tokens(module: nn.Module, inputs: tuple[Any, ...]) -> None:
        del module
        maps.extend(_four_dimensional(inputs[0]))

    def note_output(module: nn.Module, inputs: tuple[Any, ...], output: Any) -> None:
        del module, inputs
        maps.extend(_four_dimensional(output))

    hooks = [network.register_forward_pre_hook(note_input)]
    if isinstance(network, VitSegmenter):
        # Its encoder is not called as a module; the head gets what the encoder made.
        hooks.append(network.head.register_forward_pre_hook(note_tokens))
    else:
        hooks.append(model.encoder.register_forward_hook(note_output))
    try:
        yield maps, sizes
    finally:
        for hook in hooks:
            hook.remove()


def _four_dimensional(output: Any) -> list[Tensor]:
    """Give the (B, D, h, w) maps among an encoder's outputs, some of which lie in a tuple of their own."""
    if isinstance(output, Tensor):
        return [output] if output.ndim == 4 else []
    if isinstance(output, list | tuple):
        return [found for entry in output for found in _four_dimensional(entry)]
    return []


def _pool(
    values: NDArray[np.float64], mask: Mask, corner: tuple[int, int], size: tuple[int, int]
) -> NDArray[np.float64]:
    """Average a map over the cells that lie in an object; of a small object, take its nearest cell.

    Args:
        values: (D, h, w).
        mask: The object in its box.
        corner: (top, left) of the box.
        size: (H, W) of the picture that the map covers.
    """
    height, width = values.shape[1:]
    cell = (size[0] / height, size[1] / width)
    inner = erode(mask, round(min(cell) / 2))
    rows, columns = np.nonzero(inner)
    places = ((rows + corner[0]) // cell[0]).astype(np.intp) * width
    places += ((columns + corner[1]) // cell[1]).astype(np.intp)
    cells, covered = np.unique(places, return_counts=True)
    flat = values.reshape(len(values), -1)
    # Cells that are mostly something else would bring what surrounds the object into its vector.
    inside = covered >= cell[0] * cell[1] / 2
    if not inside.any():
        return flat[:, cells[covered.argmax()]]
    return np.average(flat[:, cells[inside]], axis=1, weights=covered[inside])


def erode(mask: Mask, steps: int) -> Mask:
    """Take pixels from an object's edge, as long as a quarter of it is left.

    Args:
        mask: (h, w) the object in its box.
        steps: How many pixels deep.

    Example:
        >>> erode(np.ones((6, 6), dtype=bool), 1).sum().item(), erode(np.eye(3, dtype=bool), 1).sum().item()
        (16, 3)
    """
    least = _KEPT_BY_EROSION * mask.sum()
    for _ in range(steps):
        padded = np.pad(mask, 1)
        smaller = mask & padded[2:, 1:-1] & padded[:-2, 1:-1] & padded[1:-1, 2:] & padded[1:-1, :-2]
        if smaller.sum() < least or smaller.sum() == mask.sum():
            break
        mask = smaller
    return mask


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    length = float(np.linalg.norm(vector))
    return vector / length if length > 0 else vector
