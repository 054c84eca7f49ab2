"""The class set: names, ids, colours and roles, and the way from file ids to label maps.

Two numberings meet here, and nowhere else:

* *file ids*, what the user's masks or COCO categories hold: any integers from 0 to 65535, with gaps;
* the *class index* 0 … K-1, in the order of the class file, which is what every label map inside
  segscope holds. Pixels that no score counts hold :attr:`ClassSet.ignore` (255, or 65535 for more
  than 255 classes), so that the ignore value never lies inside the class range.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.engine.palette import Colour, default_palette
from segscope.errors import ConfigError, LabelMapError

MAX_FILE_ID = 65535
LabelMap = NDArray[np.uint8] | NDArray[np.uint16]


@dataclass(frozen=True)
class ClassSet:
    """Names, file ids, colours and roles of the classes of one data set.

    Attributes:
        names: One name a class, unique, in the order of the class index.
        ids: The id of each class in the user's files; defaults to 0 … K-1.
        colours: 8-bit RGB of each class; defaults to :func:`~segscope.engine.palette.default_palette`.
        ignore_id: The file id of pixels that no score counts, or None.
        background: Index of the class that stands for "nothing annotated", or None.
        unknown: Index of the class that stands for "some object of no named class", or None.

    Raises:
        ConfigError: Names or ids repeat, ids are out of range, or lengths differ.

    Example:
        >>> classes = ClassSet(("road", "car"), ids=(7, 26), ignore_id=255)
        >>> classes.encode(np.array([[7, 26, 255]], dtype=np.uint8))
        array([[  0,   1, 255]], dtype=uint8)
    """

    names: tuple[str, ...]
    ids: tuple[int, ...] = ()
    colours: tuple[Colour, ...] = ()
    ignore_id: int | None = None
    background: int | None = None
    unknown: int | None = None
    _index: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        count = len(self.names)
        if count == 0:
            raise ConfigError("a class set needs at least one class.")
        object.__setattr__(self, "ids", self.ids or tuple(range(count)))
        object.__setattr__(self, "colours", self.colours or default_palette(count))
        _check_unique("class name", self.names)
        _check_unique("class id", self.ids)
        if len(self.ids) != count or len(self.colours) != count:
            raise ConfigError(
                f"a class set of {count} names has {len(self.ids)} ids and {len(self.colours)} colours: "
                "give one of each for every class."
            )
        for value in (*self.ids, *(() if self.ignore_id is None else (self.ignore_id,))):
            if not 0 <= value <= MAX_FILE_ID:
                raise ConfigError(f"class id {value} is outside 0 … {MAX_FILE_ID}.")
        if self.ignore_id in self.ids:
            name = self.names[self.ids.index(self.ignore_id)]
            raise ConfigError(f"ignore id {self.ignore_id} is also the id of class {name!r}: change one.")
        object.__setattr__(self, "_index", {name: index for index, name in enumerate(self.names)})

    @property
    def num_classes(self) -> int:
        """How many classes there are."""
        return len(self.names)

    @property
    def dtype(self) -> np.dtype[Any]:
        """The dtype of label maps: uint8 up to 255 classes, else uint16."""
        return np.dtype(np.uint8 if self.num_classes <= np.iinfo(np.uint8).max else np.uint16)

    @property
    def ignore(self) -> int:
        """The value of ignored pixels in label maps: 255, or 65535 where label maps are 16-bit."""
        return int(np.iinfo(self.dtype).max)

    def index(self, name: str) -> int:
        """Give the class index of a name.

        Raises:
            ConfigError: There is no class of that name.
        """
        if name not in self._index:
            raise ConfigError(f"there is no class {name!r}: the classes are {', '.join(self.names)}.")
        return self._index[name]

    @cached_property
    def _no_class(self) -> int:
        # Marks file ids outside the class set: a free value of the label map's dtype where there is one.
        return self.num_classes if self.num_classes < self.ignore else MAX_FILE_ID

    @cached_property
    def _encoder(self) -> NDArray[np.uint8] | NDArray[np.uint16]:
        dtype = self.dtype if self._no_class < self.ignore else np.dtype(np.uint16)
        table = np.full(MAX_FILE_ID + 1, self._no_class, dtype=dtype)
        table[list(self.ids)] = np.arange(self.num_classes)
        if self.ignore_id is not None:
            table[self.ignore_id] = self.ignore
        return table

    @cached_property
    def _decoder(self) -> NDArray[np.uint16]:
        table = np.zeros(self.ignore + 1, dtype=np.uint16)
        table[: self.num_classes] = self.ids
        table[self.ignore] = self.ignore if self.ignore_id is None else self.ignore_id
        return table

    def foreign_ids(self, file_ids: NDArray[np.integer[Any]]) -> dict[int, int]:
        """Count the pixels of each id that is neither a class nor the ignore id.

        Args:
            file_ids: (H, W) integer array as read from a file.

        Returns:
            {id: pixels}, empty where all is well.
        """
        values, pixels = np.unique(file_ids, return_counts=True)
        known = {*self.ids, *(() if self.ignore_id is None else (self.ignore_id,))}
        return {int(v): int(n) for v, n in zip(values, pixels, strict=True) if int(v) not in known}

    def encode(self, file_ids: NDArray[np.integer[Any]]) -> LabelMap:
        """Turn file ids into a label map of class indices.

        Args:
            file_ids: (H, W) integer array.

        Returns:
            (H, W) array of :attr:`dtype`, values 0 … K-1 and :attr:`ignore`.

        Raises:
            LabelMapError: An id belongs to no class and is not the ignore id.
        """
        if file_ids.dtype == np.uint8 and self.keeps_bytes and self._holds_classes(file_ids):
            return file_ids.astype(np.uint8)  # a copy
        inside = file_ids.dtype in (np.uint8, np.uint16) or bool(
            file_ids.size == 0 or (file_ids.min() >= 0 and file_ids.max() <= MAX_FILE_ID)
        )
        # `take` on one table is three times as fast as indexing with it.
        encoded = self._encoder.take(file_ids) if inside else None
        if encoded is None or (encoded == self._no_class).any():
            foreign = self.foreign_ids(file_ids)
            shown = ", ".join(f"{value} ({pixels} px)" for value, pixels in list(foreign.items())[:5])
            raise LabelMapError(f"ids outside the class set: {shown}.")
        return encoded.astype(self.dtype, copy=False)

    @cached_property
    def keeps_bytes(self) -> bool:
        """Whether 8-bit file ids are class indices already, the ignore id among them."""
        same_ids = self.ids == tuple(range(self.num_classes))
        return same_ids and self.dtype == np.uint8 and self.ignore_id in (None, self.ignore)

    def _holds_classes(self, file_ids: NDArray[np.integer[Any]]) -> bool:
        """Whether bytes that need no encoding hold nothing but classes and the ignore id."""
        if self.ignore_id is None:
            return bool(file_ids.max(initial=0) < self.num_classes)
        shifted = file_ids + np.uint8(1)  # 255, the ignore id, becomes 0: one pass without a mask
        return bool(shifted.max(initial=0) <= self.num_classes)

    def decode(self, label_map: LabelMap) -> NDArray[np.uint8] | NDArray[np.uint16]:
        """Turn a label map back into file ids: uint8 where all ids fit, else uint16."""
        file_ids = self._decoder.take(label_map)
        largest = max(*self.ids, self.ignore_id or 0, 0)
        return file_ids.astype(np.uint8) if largest <= np.iinfo(np.uint8).max else file_ids

    def to_dict(self) -> dict[str, Any]:
        """Give a plain JSON-ready mapping; :meth:`from_dict` is its inverse."""
        return {
            "names": list(self.names),
            "ids": list(self.ids),
            "colours": [list(colour) for colour in self.colours],
            "ignore_id": self.ignore_id,
            "background": self.background,
            "unknown": self.unknown,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "ClassSet":
        """Make a class set from the mapping that :meth:`to_dict` gives.

        Example:
            >>> classes = ClassSet(("road", "car"), unknown=1)
            >>> ClassSet.from_dict(classes.to_dict()) == classes
            True
        """
        return cls(
            names=tuple(data["names"]),
            ids=tuple(data["ids"]),
            colours=tuple((int(r), int(g), int(b)) for r, g, b in data["colours"]),
            ignore_id=data["ignore_id"],
            background=data["background"],
            unknown=data["unknown"],
        )


def _check_unique(what: str, values: Sequence[object]) -> None:
    seen: set[object] = set()
    for value in values:
        if value in seen:
            raise ConfigError(f"{what} {value!r} is given twice.")
        seen.add(value)
