"""Which file belongs to which: equal paths first, then stems that are certain."""

from pathlib import Path

import pytest

from segscope.data.predictions.matching import match_files


def files(*keys: str) -> dict[str, Path]:
    return {key: Path(f"{key}.png") for key in keys}


@pytest.mark.parametrize(
    ("truth", "predicted", "joined"),
    [
        (["a", "b"], ["b", "a"], {"a": "a", "b": "b"}),
        (["x/a", "y/a"], ["x/a", "y/a"], {"x/a": "x/a", "y/a": "y/a"}),
        (["x/a", "y/b"], ["a", "b"], {"x/a": "a", "y/b": "b"}),
        (["a"], ["deep/er/a"], {"a": "deep/er/a"}),
        (["x/a", "y/a"], ["a"], {}),  # whose prediction is it?
        (["x/a", "y/a"], ["x/a", "a"], {"x/a": "x/a"}),
        (["a"], ["x/a", "y/a"], {}),
        (["a.left", "a.right"], ["a.right", "a.left"], {"a.left": "a.left", "a.right": "a.right"}),
        (["a"], ["A"], {}),
    ],
)
def test_pairs_are_joined_only_where_they_are_certain(
    truth: list[str], predicted: list[str], joined: dict[str, str]
) -> None:
    found = match_files(truth, files(*predicted))

    assert dict(found.files) == {key: Path(f"{name}.png") for key, name in joined.items()}
    assert set(found.missing) == set(truth) - set(joined)
    assert set(found.left_over) == {Path(f"{n}.png") for n in predicted} - set(found.files.values())
