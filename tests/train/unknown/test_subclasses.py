"""Merged outputs: probabilities that sum to 1, whatever the numbering, in every mode of use."""

import numpy as np
import torch
from torch import nn

from segscope.train.mixes.draws import MixDraws
from segscope.train.models.segmenter import Segmenter
from segscope.train.outputs import SegmentationOutput
from segscope.train.segment import to_label_maps
from segscope.train.unknown.subclasses import Subclasses

PARTS = Subclasses(num_classes=4, parent=1, parts=3)


def drawn_logits(seed: int = 0) -> torch.Tensor:
    return 3 * torch.randn(2, 6, 8, 9, generator=torch.Generator().manual_seed(seed))


def test_merged_probabilities_are_the_sums_of_their_parts() -> None:
    logits = drawn_logits().double()
    parts = logits.softmax(dim=1)
    merged = PARTS.merge_logits(logits).softmax(dim=1)

    expected = torch.stack([parts[:, 0], parts[:, [1, 4, 5]].sum(1), parts[:, 2], parts[:, 3]], dim=1)
    torch.testing.assert_close(merged, expected, rtol=0, atol=2e-7)
    torch.testing.assert_close(merged.sum(1), torch.ones(2, 8, 9, dtype=torch.float64))


def test_the_numbering_of_the_parts_changes_nothing() -> None:
    logits = drawn_logits()
    for order in ([4, 5, 1], [5, 1, 4], [1, 5, 4]):
        permuted = logits.clone()
        permuted[:, [1, 4, 5]] = logits[:, order]
        torch.testing.assert_close(PARTS.merge_logits(permuted), PARTS.merge_logits(logits))
        # Predicted labels and 8-bit confidences are equal to the bit.
        ours, theirs = (to_label_maps(PARTS.merge_logits(one)) for one in (permuted, logits))
        assert all(torch.equal(a, b) for a, b in zip(ours, theirs, strict=True))


def test_the_sum_wins_where_the_best_part_loses() -> None:
    parts = Subclasses(num_classes=2, parent=1, parts=3)
    logits = torch.tensor([0.34, 0.22, 0.22, 0.22]).log().view(1, 4, 1, 1)
    assert int(logits.argmax(1)) == 0
    assert int(parts.merge_logits(logits).argmax(1)) == 1


def test_labels_of_parts_become_their_class_and_ignored_pixels_stay() -> None:
    labels = torch.tensor([[0, 1, 2, 3, 4, 5, 255]])
    assert PARTS.merge_labels(labels).tolist() == [[0, 1, 2, 3, 1, 1, 255]]


def test_one_part_merges_nothing() -> None:
    logits, labels = drawn_logits(), torch.tensor([0, 5, 255])
    single = Subclasses(num_classes=6)
    assert single.merge_logits(logits) is logits
    assert single.merge_labels(labels) is labels


class Outputs(nn.Module):
    """A network that gives the same logits for whatever it sees."""

    def __init__(self) -> None:
        super().__init__()
        self.logits = nn.Parameter(drawn_logits())

    def forward(self, pictures: torch.Tensor) -> SegmentationOutput:
        return SegmentationOutput(self.logits, self.logits if self.training else None, 0.4)


def test_the_model_gives_outputs_in_training_and_classes_in_evaluation() -> None:
    network = Outputs()
    model = Segmenter(network, encoder=network, stride=1, mean=(0.0,) * 3, std=(1.0,) * 3, subclasses=PARTS)
    pictures = torch.zeros(2, 3, 8, 9, dtype=torch.uint8)

    assert model.train()(pictures).logits.shape[1] == model(pictures).auxiliary.shape[1] == 6
    found = model.eval()(pictures)
    assert torch.equal(found.logits, PARTS.merge_logits(network.logits))
    assert torch.equal(model.outputs(pictures).logits, network.logits)


def test_mixes_see_the_outputs_and_the_modes_stay() -> None:
    class OneDevice:
        global_rank = 0

        @staticmethod
        def autocast() -> torch.no_grad:
            return torch.no_grad()

    network = Outputs()
    model = Segmenter(
        network, encoder=network, stride=1, mean=(0.0,) * 3, std=(1.0,) * 3, subclasses=PARTS
    ).train()
    draw = MixDraws(OneDevice(), lambda: model, seed=0, steps=1).of_step(0)(0)  # type: ignore[arg-type]
    assert draw.teacher(torch.zeros(2, 3, 8, 9)).shape[1] == 6
    assert model.training
    assert np.isclose(draw.progress, 0)
