"""From a data set and the name of a method to folds, with what is to be known of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from pydantic import ValidationError

from segscope.config.catalogue.splits import SPLITS
from segscope.config.catalogue.technique import parse_options
from segscope.data.sample import Dataset
from segscope.data.splits.leaks import Leaks, find_leaks
from segscope.data.splits.pictures import Folds, Pictures
from segscope.data.splits.pool import read_pool
from segscope.data.splits.quality import FoldBalance, measure_balance
from segscope.data.splits.split_file import SplitFile, SplitRow, read_split_file, write_split_file
from segscope.engine.class_set import ClassSet
from segscope.errors import DataError, StoreError, UsageError

DEFAULT_METHOD = "stratified-group"


class Splitter(Protocol):
    """Divides pictures among folds."""

    def assign(self, pictures: Pictures) -> Folds:
        """Give each picture its fold: (N,) int64 from 0, or −1 for one that always trains."""


@dataclass(frozen=True, eq=False)
class Division:
    """A data set divided into folds.

    Attributes:
        split: The division itself; :func:`~segscope.data.splits.split_file.write_split_file` keeps it.
        class_set: The data set's classes.
        balance: What each fold holds.
        leaks: What two folds share.
    """

    split: SplitFile
    class_set: ClassSet
    balance: FoldBalance
    leaks: Leaks

    def write(self, path: Path | str) -> Path:
        """Write the split file; one that is there already with the same rows is left as it is.

        Raises:
            StoreError: It cannot be written, or another division is there, which runs may rely on.
        """
        path = Path(path)
        if not path.exists():
            write_split_file(path, self.split)
        elif not _holds(path, self.split.sha256):
            raise StoreError(f"{path} holds something else already: give another file with --out.")
        return path

    def to_dict(self) -> dict[str, Any]:
        """Give plain values."""
        return {
            "method": self.split.method,
            "options": dict(self.split.options),
            "folds": self.split.folds,
            "sha256": self.split.sha256,
            "label_hash": self.split.label_hash,
            "classes": list(self.class_set.names),
            "balance": self.balance.to_dict(),
            "missing": [[fold, self.class_set.names[index]] for fold, index in self.balance.missing],
            "leaks": self.leaks.to_dict(),
        }


def divide(
    dataset: Dataset,
    method: str = DEFAULT_METHOD,
    options: Mapping[str, Any] | None = None,
    *,
    pool: Sequence[str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Division:
    """Divide the labelled pictures of a data set into folds.

    The same data, method and options give the same folds on every machine.

    Args:
        dataset: Any reader.
        method: A name of the catalogue's group ``split``.
        options: The method's own options, such as ``folds`` and ``seed``.
        pool: The layout's splits that are taken together; None takes all but ``test``.
        progress: Called with (pictures done, pictures in all).

    Raises:
        ConfigError: There is no such method.
        UsageError: An option is wrong, or there are too few pictures or groups.
        DataError: A picture or label map cannot be read.
    """
    name, chosen, splitter = choose_splitter(method, options or {})
    read = read_pool(dataset, pool, progress)
    folds = splitter.assign(read.pictures)
    rows = [
        SplitRow(sample.id, fold, sample.split, sample.group)
        for sample, fold in zip(read.samples, folds.tolist(), strict=True)
    ]
    return Division(
        split=SplitFile(rows, name, chosen, dataset.label_source_hash()),
        class_set=dataset.class_set,
        balance=measure_balance(read.pictures, folds),
        leaks=find_leaks(read.facts, folds),
    )


def choose_splitter(method: str, options: Mapping[str, Any]) -> tuple[str, dict[str, Any], Splitter]:
    """Find a method by its name or alias.

    Returns:
        Its name, all of its options, and the splitter.

    Raises:
        ConfigError: There is no such method.
        UsageError: An option is unknown to it, or wrong.
    """
    technique = SPLITS[method]
    try:
        parsed = parse_options(technique, options)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            known = ", ".join(technique.options.model_fields)
            raise UsageError(f"method {technique.name} has no option {key}; it has {known}.") from error
        message = first["msg"][0].lower() + first["msg"][1:]
        raise UsageError(f"{key} of method {technique.name}: {message}, not {first['input']!r}.") from error
    module, _, attribute = technique.target.partition(":")
    splitter: Splitter = getattr(import_module(module), attribute)(parsed)
    return technique.name, parsed.model_dump(mode="json"), splitter


def _holds(path: Path, sha256: str) -> bool:
    try:
        return read_split_file(path).sha256 == sha256
    except DataError:
        return False
