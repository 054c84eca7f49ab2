"""Run-length encodings from untrusted files, decoded here.

pycocotools gives uninitialised memory for counts that do not fill the mask, and may crash on others, so
that none of them reaches it.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.data.coco.problems import RecordError, quoted
from segscope.data.coco.runs import Int64, Runs
from segscope.data.coco.values import shown

_FIRST_CHARACTER = 48
_VALUE_BITS = 5
_VALUE_MASK = 0x1F
_SIGN_BIT = 0x10
_MORE_BIT = 0x20
_LONGEST_NUMBER = 7  # characters of 5 bits: all that COCO's 32-bit counts can need


def parse_rle(rle: dict[str, Any], height: int, width: int) -> Runs:
    """Check and decode an RLE object.

    Args:
        rle: ``size`` [height, width] and ``counts``: a list of whole numbers, or COCO's compressed text.
        height: Rows of the image that the annotation belongs to.
        width: Columns of that image.

    Returns:
        The mask as runs that fill the image exactly.

    Raises:
        RecordError: Size or counts are not valid.

    Example:
        >>> parse_rle({"size": [2, 3], "counts": [1, 2, 3]}, 2, 3).area
        2
        >>> parse_rle({"size": [2, 3], "counts": "123"}, 2, 3).area
        2
    """
    size = rle.get("size")
    if not (isinstance(size, list) and all(type(side) is int for side in size) and size == [height, width]):
        raise RecordError(
            "rle-size", f"its RLE has size {quoted(size)} and the image [height, width] {[height, width]}"
        )
    counts = rle.get("counts")
    if isinstance(counts, str):
        lengths = _compressed(counts, height * width)
    elif isinstance(counts, list):
        lengths = _uncompressed(counts)
    else:
        raise RecordError("rle-counts", f"its counts are {shown(counts)}, neither a list nor a text")
    _check_fill(lengths, height * width)
    return Runs(height, width, lengths)


def _uncompressed(counts: list[Any]) -> Int64:
    if not set(map(type, counts)) <= {int}:
        wrong = next(count for count in counts if type(count) is not int)
        raise RecordError("rle-counts", f"its counts hold {shown(wrong)}, which is no whole number")
    try:
        return np.array(counts, dtype=np.int64)
    except OverflowError as error:
        raise RecordError("rle-counts", "its counts hold a number beyond 64 bits") from error


def _compressed(text: str, pixels: int) -> Int64:
    if len(text) > _LONGEST_NUMBER * (pixels + 2):
        raise RecordError(
            "rle-counts", f"its counts are a text of {len(text)} characters for {pixels} pixels"
        )
    codes = np.frombuffer(text.encode("utf-8", errors="surrogatepass"), dtype=np.uint8).astype(np.int64)
    codes = codes - _FIRST_CHARACTER
    if ((codes < 0) | (codes >= 2 * _MORE_BIT)).any():
        raise RecordError("rle-counts", f"its counts {quoted(text)} hold a character that no RLE has")
    return _undo_differences(_numbers(codes))


def _numbers(codes: Int64) -> Int64:
    """Join the characters of each number: 5 bits each, lowest first, the last one with the sign."""
    last = (codes & _MORE_BIT) == 0
    if len(codes) and not last[-1]:
        raise RecordError("rle-counts", "its counts end in the middle of a number")
    ends = np.flatnonzero(last)
    starts = np.concatenate([[0], ends[:-1] + 1]) if len(ends) else ends
    lengths = ends - starts + 1
    if len(lengths) and lengths.max() > _LONGEST_NUMBER:
        raise RecordError("rle-counts", "its counts hold a number beyond 32 bits")
    place = np.arange(len(codes)) - np.repeat(starts, lengths)
    bits = (codes & _VALUE_MASK) << (_VALUE_BITS * place)
    values: NDArray[np.int64] = np.add.reduceat(bits, starts) if len(starts) else bits
    negative = (codes[ends] & _SIGN_BIT) != 0
    return values - np.where(negative, np.int64(1) << (_VALUE_BITS * lengths), 0)


def _undo_differences(numbers: Int64) -> Int64:
    """From the fourth number on, each is the difference to the count two places before."""
    counts = numbers.copy()
    counts[1::2] = np.cumsum(numbers[1::2])
    counts[2::2] = np.cumsum(numbers[2::2])
    return counts


def _check_fill(counts: Int64, pixels: int) -> None:
    if (counts < 0).any():
        raise RecordError("rle-counts", f"its counts hold the negative number {int(counts.min())}")
    # A single count beyond the image is refused before summing, which keeps the sum within 64 bits.
    if (counts > pixels).any():
        raise RecordError("rle-sum", f"its counts hold {int(counts.max())} and the image has {pixels} pixels")
    total = int(counts.sum())
    if total != pixels:
        raise RecordError("rle-sum", f"its counts sum to {total} and the image has {pixels} pixels")
