"""A training and an import of the same labels are comparable, and of other labels are not."""

from pathlib import Path

import numpy as np
import pytest

from segscope.analysis.compare import CompareOptions, Comparison, compare
from segscope.data.predictions import open_predictions
from segscope.errors import NotComparableError
from segscope.record import RecordOptions, ValidationRecorder
from segscope.record.import_run import import_predictions
from segscope.store import NewRun, Run, SampleRow, Workspace
from tests.data.predictions.folders import draw_maps, write_maps, write_sources

TRUTH, PREDICTED = draw_maps(5), draw_maps(5, first_seed=50)
QUICK = CompareOptions(draws=200)


def trained(workspace: Workspace, folder: Path) -> Run:
    """A run as a training records it: it knows all splits, and hashed the files of all of them."""
    pairs = open_predictions(write_sources(folder, TRUTH, PREDICTED))
    splits = [("train", "t0"), *(("val", name) for name in TRUTH)]
    rows = [SampleRow(split, name, f"/{name}.png") for split, name in splits]
    new = NewRun("training", {"data": {"val": "val"}}, pairs.class_set, rows, label_hash="of all splits")
    run = workspace.create_run(new)
    with ValidationRecorder(
        run, pairs.class_set, rows[1:], options=RecordOptions(pictures=False)
    ) as recorder:
        recorder.begin(epoch=1, step=1)
        for pair in pairs.pairs:
            recorder.add(pair.id, *pairs.read(pair))
        recorder.finish()
    return run


def with_import(workspace: Workspace, run: Run, folder: Path, kind: str = "index") -> Comparison:
    sources = write_sources(folder, TRUTH, {})
    write_maps(folder / "pred", PREDICTED, kind)
    imported = import_predictions(workspace, open_predictions(sources), sources).run
    assert imported.label_hash != run.label_hash
    return compare(run, imported, options=QUICK)


@pytest.mark.parametrize("kind", ["index", "colour"])
def test_the_same_labels_compare(kind: str, workspace: Workspace, tmp_path: Path) -> None:
    run = trained(workspace, tmp_path / "a")
    found = with_import(workspace, run, tmp_path / "b", kind)
    assert found.overall.difference == 0
    assert found.pixels is not None
    assert sum(found.pixels.fixed) == sum(found.pixels.broken) == 0
    assert any("compared pixel by pixel, and is the same" in note for note in found.notes)


def test_labels_of_equal_areas_at_other_places_do_not(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = trained(workspace, tmp_path / "a")
    turned = {**TRUTH, "p2": np.ascontiguousarray(TRUTH["p2"][::-1, ::-1])}
    pixels = int((turned["p2"] != TRUTH["p2"]).sum())
    monkeypatch.setitem(globals(), "TRUTH", turned)
    with pytest.raises(NotComparableError, match=f"in 1 of 5 images, in 'p2' at {pixels:,} pixels"):
        with_import(workspace, run, tmp_path / "b")
