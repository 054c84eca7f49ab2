"""Small rooms: no file grows past what one noun needs; the public surface is pinned."""

from pathlib import Path

import segscope

SOURCE = Path(segscope.__file__).parent
CEILING = 300


def test_no_source_file_is_longer_than_the_ceiling() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in SOURCE.rglob("*.py")}
    assert {str(path.relative_to(SOURCE)): n for path, n in lengths.items() if n > CEILING} == {}


def test_the_public_names() -> None:
    assert sorted(segscope.__all__) == [
        "ClassSet",
        "Comparison",
        "Diagnosis",
        "PredictionSources",
        "ValidationRecorder",
        "Workspace",
        "compare",
        "count",
        "diagnose",
        "diagnose_predictions",
        "diagnose_run",
        "divide",
        "evaluate",
        "make_ensemble",
        "notes",
        "open_dataset",
        "open_workspace",
        "predict",
        "read_config",
        "resume",
        "train",
        "train_folds",
    ]
    for name in segscope.__all__:
        assert getattr(segscope, name).__doc__
