from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from segscope.engine.class_set import ClassSet
from segscope.errors import LabelMapError, UsageError
from segscope.report.batch import BatchOptions, batch_panel, batch_pictures, show_batch
from segscope.report.class_panels import class_panel
from segscope.report.panel import panel
from segscope.report.panel_sample import PanelSample
from tests.report.drawn_samples import Drawn, Pixels, predicted

CLASSES = ClassSet(tuple("abcd"))
Batch = tuple[Pixels, NDArray[Any], NDArray[Any], list[PanelSample]]
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


@pytest.fixture
def batch(drawn: Drawn) -> Batch:
    samples = [drawn.sample(CLASSES, (24, 32), name=f"#{i}") for i in range(3)]
    return (
        np.stack([s.image for s in samples]),
        np.stack([s.ground_truth for s in samples]),
        np.stack([predicted(s) for s in samples]),
        samples,
    )


def test_a_batch_is_pictured_as_its_samples_are(batch: Batch) -> None:
    images, truth, prediction, samples = batch
    assert np.array_equal(batch_panel(images, truth, prediction, class_set=CLASSES), panel(samples, CLASSES))
    one_class = batch_panel(images, truth, prediction, class_set=CLASSES, class_index=2)
    assert np.array_equal(one_class, class_panel(samples, 2, CLASSES))
    shown = show_batch(images, truth, prediction, class_set=CLASSES)
    assert np.array_equal(np.asarray(shown), panel(samples, CLASSES))


def forms_of(images: Any) -> dict[str, tuple[Any, BatchOptions]]:
    first = np.moveaxis(images, 3, 1)
    normalised = ((images / 255 - MEAN) / STD).astype(np.float32)
    plain, restored = BatchOptions(), BatchOptions(mean=MEAN, std=STD)
    return {
        "uint8, channels last": (images, plain),
        "uint8, channels first": (first, plain),
        "float, channels first": ((first / 255).astype(np.float32), plain),
        "half": ((first / 255).astype(np.float16), plain),
        "normalised": (np.moveaxis(normalised, 3, 1), restored),
        "normalised, channels last": (normalised, restored),
        "a list of pictures": (list(first), plain),
    }


@pytest.mark.parametrize("form", forms_of(np.zeros((1, 2, 2, 3), np.uint8)))
def test_every_form_of_images_gives_the_same_pictures(batch: Batch, form: str) -> None:
    images = batch[0]
    values, options = forms_of(images)[form]
    assert np.array_equal(np.stack(batch_pictures(values, options)), images)


def test_grey_images_become_grey_pictures(drawn: Drawn) -> None:
    grey = drawn.random.integers(0, 256, (2, 5, 6), dtype=np.uint8)
    for values in (grey, grey[:, None], grey[..., None]):
        assert np.array_equal(np.stack(batch_pictures(values)), np.repeat(grey[..., None], 3, axis=3))


def test_tensors_of_torch_are_taken_wherever_and_however_they_are(batch: Batch) -> None:
    torch = pytest.importorskip("torch")
    images, truth, prediction, samples = batch
    expected = panel(samples, CLASSES)
    tensor = torch.from_numpy(images).permute(0, 3, 1, 2)
    labels = torch.from_numpy(truth).long()
    predicted = torch.from_numpy(prediction).long()

    for values in (tensor, tensor.float() / 255, (tensor.float() / 255).requires_grad_()):
        assert np.array_equal(batch_panel(values, labels, predicted, class_set=CLASSES), expected)
    channels_last = tensor.contiguous(memory_format=torch.channels_last)
    assert np.array_equal(batch_panel(channels_last, labels[:, None], predicted, class_set=CLASSES), expected)
    half = np.stack(batch_pictures((tensor.float() / 255).bfloat16())).astype(int)
    assert np.abs(half - images).max() <= 1, "bfloat16 keeps 8 bits"


def test_objects_with_a_numpy_method_are_taken(batch: Batch) -> None:
    class Foreign:
        def __init__(self, values: Pixels) -> None:
            self._values = values

        def numpy(self) -> Pixels:
            return self._values

    images, truth, _, _ = batch
    drawn = batch_panel(Foreign(images), Foreign(truth), class_set=CLASSES)
    assert np.array_equal(drawn, batch_panel(images, truth, class_set=CLASSES))


def test_the_ignored_value_of_another_framework_is_translated(batch: Batch) -> None:
    images, truth, prediction, samples = batch
    theirs = np.where(truth == CLASSES.ignore, -100, truth.astype(np.int64))
    options = BatchOptions(ignore_index=-100)
    drawn = batch_panel(images, theirs, prediction, class_set=CLASSES, options=options)
    assert np.array_equal(drawn, panel(samples, CLASSES))


def test_limit_and_titles(batch: Batch) -> None:
    images, truth, prediction, samples = batch
    one = batch_panel(images, truth, prediction, class_set=CLASSES, options=BatchOptions(limit=1))
    assert np.array_equal(one, panel(samples[:1], CLASSES))
    titled = batch_panel(images, truth, prediction, class_set=CLASSES, titles=["x", "y", "z"])
    named = [
        PanelSample(n, s.image, s.ground_truth, predicted(s)) for n, s in zip("xyz", samples, strict=True)
    ]
    assert np.array_equal(titled, panel(named, CLASSES))


@pytest.mark.parametrize(
    ("images", "options", "message"),
    [
        (
            np.full((1, 3, 2, 2), 2.5),
            BatchOptions(),
            "values from 2.5 to 2.5: give 0 to 1, uint8, or the mean",
        ),
        (np.full((1, 3, 2, 2), np.nan), BatchOptions(), "values from nan to nan"),
        (np.zeros((1, 3, 2, 2)), BatchOptions(mean=MEAN), "one of mean and std"),
        (np.zeros((1, 3, 2, 2), np.int32), BatchOptions(), "dtype int32"),
        (np.zeros((1, 5, 2, 2)), BatchOptions(), r"shape \(1, 5, 2, 2\)"),
        (np.zeros((2, 2)), BatchOptions(), r"shape \(2, 2\)"),
        (np.zeros((0, 3, 2, 2)), BatchOptions(), r"shape \(0, 2, 2, 3\)"),
        (np.zeros((1, 3, 2, 2)), BatchOptions(limit=0), "the limit is 0"),
    ],
)
def test_what_are_no_images_is_said(images: Any, options: BatchOptions, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        batch_pictures(images, options)


def test_what_are_no_label_maps_is_said(batch: Batch) -> None:
    images, truth, _, _ = batch
    with pytest.raises(LabelMapError, match=r"by argmax\(1\)"):
        batch_panel(images, np.zeros((3, 4, 24, 32), np.float32), class_set=CLASSES)
    with pytest.raises(LabelMapError, match="give"):
        batch_panel(images, truth[:2], class_set=CLASSES)
    with pytest.raises(LabelMapError, match="the ground truth of sample '#0' holds the value"):
        batch_panel(images, np.where(truth == CLASSES.ignore, -100, truth.astype(int)), class_set=CLASSES)
    with pytest.raises(UsageError, match="2 titles for 3 pictures"):
        batch_panel(images, truth, class_set=CLASSES, titles=["x", "y"])
