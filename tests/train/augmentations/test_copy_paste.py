"""Copy-Paste: whole objects, of the training split alone, as often and as large as asked."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from segscope.config.catalogue.augmentation_options import CopyPasteOptions
from segscope.data.sample import Sample
from segscope.data.splits.folded_dataset import FoldedDataset
from segscope.data.splits.split_file import SplitFile, SplitRow
from segscope.errors import ConfigError
from segscope.train.augmentations.base import AugmentationContext, Draw
from segscope.train.augmentations.copy_paste import CopyPaste
from segscope.train.augmentations.object_bank import CutObject
from tests.train.coded_samples import CLASSES, CodedDataset, coded_context, coded_sample, source_of

PLAIN = {"probability": 1, "min_scale": 1, "max_scale": 1, "largest": 1}


def paste(seed: int, copy_paste: CopyPaste, target: int = 1) -> tuple[np.ndarray, np.ndarray]:
    return copy_paste(*coded_sample(target), Draw(np.random.default_rng(seed)))


def make(dataset: CodedDataset | None = None, **options: object) -> CopyPaste:
    return CopyPaste(CopyPasteOptions.model_validate({**PLAIN, **options}), coded_context(dataset))


def test_objects_come_from_training_samples_alone() -> None:
    dataset = CodedDataset([])
    copy_paste = make(dataset, objects=4)
    sources: set[int] = set()
    for seed in range(60):
        # The target's own number is one that no sample of the data set has.
        out, _ = paste(seed, copy_paste, target=5)
        sources |= set(np.unique(source_of(out)).tolist())
    assert sources == {0, 1, 2, 5}, "the training samples, and the picture below"
    assert {split for split, _ in dataset.reads} == {"train"}, "no file of the validation was opened"


@pytest.mark.parametrize("fold", [0, 1])
def test_of_a_fold_no_sample_of_its_validation_is_opened(fold: int) -> None:
    dataset = CodedDataset([])
    rows = [SplitRow(sample.id, number % 2) for number, sample in enumerate(every_sample(dataset))]
    folded = FoldedDataset(dataset, SplitFile(tuple(rows)), fold, path="split.csv")
    context = AugmentationContext(CLASSES, (), folded, folded.samples["train"])
    copy_paste = CopyPaste(CopyPasteOptions.model_validate({**PLAIN, "smallest": 1}), context)
    for seed in range(30):
        paste(seed, copy_paste, target=5)
    validated = {sample.id for sample in folded.samples["val"]}
    assert len(validated) >= 2
    assert validated.isdisjoint({sample_id for _, sample_id in dataset.reads})


def every_sample(dataset: CodedDataset) -> list[Sample]:
    return [sample for samples in dataset.samples.values() for sample in samples]


def test_what_is_pasted_is_a_whole_object_and_nothing_else() -> None:
    copy_paste = make(objects=1, classes=["b"])
    below, truth = coded_sample(5)
    for seed in range(20):
        out, labels = paste(seed, copy_paste, target=5)
        pasted = source_of(out) != 5
        assert (labels[pasted] == CLASSES.index("b")).all()
        assert (labels[~pasted] == truth[~pasted]).all()
        assert (out[~pasted] == below[~pasted]).all()
        # Each pasted colour names its source pixel: together they are one object, but for a cut edge.
        rows, columns = out[pasted][:, 0] // 4, out[pasted][:, 1] // 4
        (number,) = np.unique(source_of(out)[pasted])
        assert (coded_sample(int(number))[1][rows, columns] == CLASSES.index("b")).all()
        assert len(set(zip(rows.tolist(), columns.tolist(), strict=True))) == pasted.sum()


def test_classes_are_drawn_evenly_and_the_background_never() -> None:
    copy_paste = make(objects=1)
    assert CLASSES.background not in copy_paste.bank.classes
    rng = np.random.default_rng(0)
    drawn = np.bincount([copy_paste.bank.draw(rng).class_index for _ in range(800)], minlength=5)
    expected = 800 / len(copy_paste.bank.classes)
    assert np.abs(drawn[list(copy_paste.bank.classes)] - expected).max() < 0.25 * expected
    assert drawn[0] == 0


def test_a_large_object_is_made_smaller() -> None:
    copy_paste = make(objects=1, min_scale=4, max_scale=4, largest=0.05)
    for seed in range(20):
        out, _ = paste(seed, copy_paste, target=5)
        assert (source_of(out) != 5).mean() < 0.065


def test_zooms_are_even_on_a_log_scale_and_half_of_the_objects_are_mirrored() -> None:
    # An object of 20 by 10 pixels whose left edge is bright, pasted where it always has room.
    picture = np.zeros((20, 10, 4), dtype=np.uint8)
    picture[:, :3] = 200
    cut = CutObject(picture, np.ones((20, 10), dtype=np.bool_), 2)
    copy_paste = make(min_scale=0.5, max_scale=2)
    rng = np.random.default_rng(0)
    heights: list[int] = []
    mirrored: list[bool] = []
    while len(heights) < 400:
        canvas, labels = np.full((150, 150, 4), 9, np.uint8), np.zeros((150, 150), np.uint8)
        copy_paste._paste(cut, canvas, labels, rng)
        rows, columns = np.nonzero(labels == 2)
        if rows.min() == 0 or columns.min() == 0 or rows.max() == 149 or columns.max() == 149:
            continue  # it may be cut off
        assert np.ptp(columns) + 1 == pytest.approx((np.ptp(rows) + 1) / 2, abs=0.76), (
            "sides keep their ratio"
        )
        heights.append(int(np.ptp(rows)) + 1)
        mirrored.append(bool(canvas[rows[0], columns.max(), 0] > canvas[rows[0], columns.min(), 0]))
    zooms = np.log2(np.array(heights) / 20)
    assert np.abs(zooms).max() <= 1.01
    assert zooms.min() < -0.9
    assert zooms.max() > 0.9
    assert abs(float(np.median(zooms))) < 0.15
    assert float(np.mean(mirrored)) == pytest.approx(0.5, abs=0.1)


def test_one_up_to_the_largest_number_of_objects_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    copy_paste = make(objects=3)
    draw = copy_paste.bank.draw
    counts: list[int] = []

    def counted(rng: np.random.Generator) -> CutObject:
        counts[-1] += 1
        return draw(rng)

    monkeypatch.setattr(copy_paste.bank, "draw", counted)
    for seed in range(150):
        counts.append(0)
        paste(seed, copy_paste)
    assert np.bincount(counts, minlength=4)[1:].min() > 30
    assert set(counts) == {1, 2, 3}


def test_a_class_without_objects_is_refused_by_name() -> None:
    with pytest.raises(ConfigError, match="no object of a with 4000 or more pixels in the training split"):
        make(classes=["a"], smallest=4000)
    with pytest.raises(ConfigError, match="there is no class 'tree'"):
        make(classes=["tree"])


def test_a_weak_class_without_objects_is_passed_over_and_a_named_one_is_not() -> None:
    # The ground has thousands of pixels in one piece, a disc of class a has a few hundred at most.
    options: dict[str, Any] = {"classes": ["ground", "a"], "smallest": 900}
    assert make(**options, weak_of="a-run").bank.classes == (0,)
    with pytest.raises(ConfigError, match="no object of a with 900 or more pixels"):
        make(**options)
    with pytest.raises(ConfigError, match="no object of a with 900 or more pixels"):
        make(classes=["a"], smallest=900, weak_of="a-run")


@dataclass(frozen=True)
class Annotated(CodedDataset):
    """Coded samples whose annotation reaches over pixels that the label map gives to another class."""

    def read_instance_map(self, sample: Sample) -> NDArray[np.int32]:
        numbers = np.zeros(self.read_label_map(sample).shape, dtype=np.int32)
        numbers[5:40, 5:50] = 1
        return numbers


def test_of_an_annotated_object_only_what_the_label_map_shows_of_it_is_cut_out() -> None:
    dataset = Annotated([])
    owner = {number: int(coded_sample(number)[1][5, 5]) for number in range(3)}
    copy_paste = make(dataset, objects=1, classes=[CLASSES.names[index] for index in set(owner.values())])
    rng = np.random.default_rng(0)
    for _ in range(20):
        cut = copy_paste.bank.draw(rng)
        (number,) = np.unique(source_of(cut.picture))
        truth = coded_sample(int(number))[1][5:40, 5:50]
        assert cut.class_index == owner[int(number)]
        assert np.array_equal(cut.mask, truth == cut.class_index)
        assert 0 < cut.mask.mean() < 1
