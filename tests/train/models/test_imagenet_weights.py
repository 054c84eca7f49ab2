"""The packaged ImageNet weights are the right ones, judged by what the network says of pictures."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import timm
import torch
from PIL import Image

from segscope.config.choice import ModelChoice
from segscope.train.models.build import build_model
from segscope.train.models.encoders import _PACKAGED, _packaged_tensors

# ImageNet ids of what stands on a street: vehicles, traffic lights, signs, kerbside things.
STREET = {
    407, 408, 436, 444, 468, 479, 511, 555, 565, 569, 573, 575, 581, 586, 609, 627, 656, 661, 665, 670, 671,
    675, 705, 717, 734, 751, 757, 779, 803, 817, 829, 864, 866, 867, 874, 880, 919, 920, 704, 877, 703,
}  # fmt: skip


@pytest.fixture(scope="module")
def frames(camvid: Path) -> Sequence[torch.Tensor]:
    files = sorted((camvid / "train" / "images").iterdir())[::15]
    return [torch.from_numpy(np.array(Image.open(file))).permute(2, 0, 1) for file in files]


@pytest.mark.parametrize("name", list(_PACKAGED))
def test_the_classifier_sees_streets_on_street_pictures(name: str, frames: Sequence[torch.Tensor]) -> None:
    model = timm.create_model(name)
    tensors = _packaged_tensors(_PACKAGED[name])
    model.load_state_dict(dict(zip(model.state_dict(), tensors, strict=True)))
    model.eval()
    with torch.inference_mode():
        hits = 0
        for frame in frames:
            logits = model((frame[None].float() - 127.5) / 127.5)
            hits += bool(STREET & set(logits[0].topk(5).indices.tolist()))
    assert hits >= 0.8 * len(frames), f"{hits} of {len(frames)} frames"


def test_the_encoders_statistics_fit_only_its_own_normalisation(frames: Sequence[torch.Tensor]) -> None:
    model = build_model(ModelChoice.model_validate({"name": "light-unet"}), 3)
    parts = dict(model.encoder.named_modules())
    stem, bn = parts["model.conv_stem"], parts["model.bn1"]
    statistics = dict(bn.named_buffers())
    buffers = dict(model.named_buffers())

    def distance(mean: float, std: float) -> float:
        with torch.inference_mode():
            outputs = torch.cat([stem((f[None].float() / 255 - mean) / std) for f in frames])
        spread = statistics["running_var"].sqrt()
        shift = (outputs.mean((0, 2, 3)) - statistics["running_mean"]) / spread
        scale = outputs.std((0, 2, 3)) / spread
        return float(shift.abs().median() + scale.log().abs().median())

    assert distance(0.5, 0.5) < 0.7 * distance(0.449, 0.226)
    assert torch.allclose(buffers["mean"], torch.full((1, 3, 1, 1), 127.5))
    assert torch.allclose(buffers["std"], torch.full((1, 3, 1, 1), 127.5))
