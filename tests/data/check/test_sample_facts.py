"""Facts about a sample are small, whatever the label maps could hold."""

from pathlib import Path

from segscope.config.class_file import ClassFile
from segscope.data.check.sample_facts import look_at
from segscope.data.open import open_dataset
from segscope.engine.class_set import ClassSet
from tests.data.folders import ids_like, write_folder


def test_what_is_kept_of_a_sample_does_not_hold_the_counts_of_all_possible_labels(tmp_path: Path) -> None:
    classes = ClassFile(ClassSet(tuple(f"class {index}" for index in range(300))))
    dataset = open_dataset(write_folder(tmp_path, {"train": {"a": ids_like(1)}}), classes=classes)

    facts = look_at(dataset, dataset.samples["train"][0])

    for counts in (facts.pixels, facts.objects):
        assert counts.shape == (300,)
        assert counts.base is None
