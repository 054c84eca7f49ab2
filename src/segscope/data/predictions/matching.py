"""Which file of one folder belongs to which of another: equal paths first, then equal stems."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath


@dataclass(frozen=True, slots=True)
class Matched:
    """What was joined, and what was not.

    Attributes:
        files: The file of each key that has one.
        missing: Keys without a file.
        left_over: Files without a key.
    """

    files: Mapping[str, Path]
    missing: tuple[str, ...]
    left_over: tuple[Path, ...]


def match_files(keys: Collection[str], files: Mapping[str, Path]) -> Matched:
    """Join keys and files.

    Equal keys (paths without endings) belong together. What is left is joined by the stem alone, the
    last part of the path, so that a flat folder of predictions fits a nested ground truth; but only where
    each side holds that stem once, for else no pair is certain.

    Args:
        keys: The keys to find files for.
        files: {key: file}.

    Example:
        >>> found = match_files(["rome/1", "oslo/2", "3"], {"1": Path("1.png"), "3": Path("3.png")})
        >>> found.files["rome/1"].name, found.missing, found.left_over
        ('1.png', ('oslo/2',), ())
    """
    matched = {key: files[key] for key in keys if key in files}
    key_stems = Counter(map(stem_of, keys))
    file_stems = Counter(map(stem_of, files))
    by_stem = {stem_of(key): path for key, path in files.items() if key not in matched}
    for key in keys:
        stem = stem_of(key)
        if key not in matched and stem in by_stem and key_stems[stem] == file_stems[stem] == 1:
            matched[key] = by_stem[stem]
    taken = set(matched.values())
    return Matched(
        matched,
        tuple(key for key in keys if key not in matched),
        tuple(path for path in files.values() if path not in taken),
    )


def stem_of(key: str) -> str:
    """Give the last part of a key.

    Example:
        >>> stem_of("rome/1.left")
        '1.left'
    """
    return PurePosixPath(key).name
