"""Pictures and masks joined by equal stems, and everything that does not join, named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from segscope.data.faults import relative_name
from segscope.data.finding import Finding, Severity
from segscope.data.folder_listing import FolderListing, list_pictures
from segscope.data.groups import find_groups
from segscope.data.sample import Sample
from segscope.data.split_folders import SplitFolders


@dataclass(frozen=True, slots=True)
class Paired:
    """The samples of each split, and what was found on the way."""

    samples: dict[str, tuple[Sample, ...]]
    findings: tuple[Finding, ...]


def pair_splits(root: Path, splits: Sequence[SplitFolders], group_rule: str | None) -> Paired:
    """Join pictures and masks in all splits of a data set.

    A picture whose mask is missing, and every file of a duplicate stem, is left out of the samples and
    named in a finding; a split without a mask folder gives samples without ground truth.

    Args:
        root: The data set's folder; findings name files relative to it.
        splits: The folders of each split.
        group_rule: See :func:`~segscope.data.groups.find_groups`.

    Raises:
        ConfigError: The group rule is wrong.
        DataError: A folder cannot be listed.
    """
    pairs: dict[str, list[tuple[str, Path, Path | None]]] = {}
    findings: list[Finding] = []
    for folders in splits:
        pairing = _SplitPairing(root, folders)
        pairs[folders.split] = pairing.pairs
        findings += pairing.findings
    names = [image.relative_to(f.images).as_posix() for f in splits for _, image, _ in pairs[f.split]]
    groups = iter(find_groups(names, group_rule))
    samples = {
        split: tuple(Sample(key, split, image, next(groups), mask) for key, image, mask in rows)
        for split, rows in pairs.items()
    }
    return Paired(samples, tuple(findings))


class _SplitPairing:
    """The pairs and findings of one split."""

    def __init__(self, root: Path, folders: SplitFolders) -> None:
        self._root = root
        self.split = folders.split
        self.findings: list[Finding] = []
        self.pairs: list[tuple[str, Path, Path | None]] = []
        images = list_pictures(folders.images)
        self._report_listing(images)
        pictures = self._unique(images)
        if folders.masks is None:
            self.pairs = [(key, path, None) for key, path in pictures.items()]
            self._report_no_masks(folders)
        else:
            masks = list_pictures(folders.masks)
            self._report_listing(masks)
            self._join(pictures, self._unique(masks), set(images.files), set(masks.files))
        if not images.files:
            self._add("empty-split", f"split {self.split} holds no picture", [folders.images], "add pictures")

    def _join(
        self, pictures: dict[str, Path], masks: dict[str, Path], image_keys: set[str], mask_keys: set[str]
    ) -> None:
        by_case = _unique_by_case(key for key in masks if key not in image_keys)
        without_mask: list[Path] = []
        by_case_only: list[Path] = []
        joined: set[str] = set()
        for key, path in pictures.items():
            mask_key = key if key in mask_keys else by_case.get(key.casefold())
            if mask_key is None:
                without_mask.append(path)
            elif mask_key in masks:
                self.pairs.append((key, path, masks[mask_key]))
                joined.add(mask_key)
                if mask_key != key:
                    by_case_only.append(path)
        without_image = [path for key, path in masks.items() if key not in joined and key not in image_keys]
        self._report_join(without_mask, without_image, by_case_only)

    def _unique(self, listing: FolderListing) -> dict[str, Path]:
        doubles = [path for paths in listing.files.values() if len(paths) > 1 for path in paths]
        if doubles:
            self._add(
                "duplicate-stem",
                f"files of split {self.split} that share their name up to the ending with another (or differ "
                f"only in how Unicode writes the same letters), so that no pair is certain: {len(doubles)}",
                doubles,
                "keep one file of each name",
            )
        case_twins = _case_twins(listing)
        if case_twins:
            self._add(
                "case-difference",
                f"files of split {self.split} that differ from another only in upper and lower case, so that "
                f"on Windows and macOS one would replace the other: {len(case_twins)}",
                case_twins,
                "rename them",
                Severity.WARNING,
            )
        return {key: paths[0] for key, paths in listing.files.items() if len(paths) == 1}

    def _report_join(self, without_mask: list[Path], without_image: list[Path], by_case: list[Path]) -> None:
        if without_mask:
            self._add(
                "missing-mask",
                f"pictures of split {self.split} without a mask of the same name: {len(without_mask)}",
                without_mask,
                "add a mask with the picture's name up to the ending, or take the picture out",
            )
        if without_image:
            self._add(
                "missing-image",
                f"masks of split {self.split} without a picture of the same name: {len(without_image)}",
                without_image,
                "add the picture, or take the mask out",
            )
        if by_case:
            self._add(
                "case-difference",
                f"pictures of split {self.split} joined to a mask whose name differs in upper and lower "
                f"case: {len(by_case)}",
                by_case,
                "give both the same name",
                Severity.WARNING,
            )

    def _report_no_masks(self, folders: SplitFolders) -> None:
        if self.split != "test":
            self._add(
                "missing-mask",
                f"split {self.split} has no folder of masks",
                [folders.images],
                "add the masks, or move the pictures elsewhere",
            )

    def _report_listing(self, listing: FolderListing) -> None:
        if listing.not_files:
            self._add(
                "unreadable-file",
                f"entries of split {self.split} named like pictures that are folders, pipes, devices or "
                f"links to nothing, and were not opened: {len(listing.not_files)}",
                listing.not_files,
                "replace them by files, or take them out",
            )
        if listing.undecodable:
            self._add(
                "undecodable-name",
                f"files of split {self.split} with names that are not UTF-8: {len(listing.undecodable)}",
                listing.undecodable,
                "rename them (`convmv -t utf8` does it for a whole folder)",
            )
        if listing.unreadable:
            self._add(
                "unreadable-file",
                f"folders of split {self.split} that may not be read: {len(listing.unreadable)}",
                listing.unreadable,
                "change their permissions",
            )
        if listing.passed_over:
            self._add(
                "passed-over",
                f"files of split {self.split} passed over, being no PNG, JPEG, TIFF, WebP or BMP by their "
                f"ending: {len(listing.passed_over)}",
                listing.passed_over,
                "convert those that are pictures; take the others out",
                Severity.WARNING,
            )

    def _add(
        self, code: str, message: str, paths: list[Path], remedy: str, severity: Severity = Severity.ERROR
    ) -> None:
        files = tuple(relative_name(path, self._root) for path in paths)
        self.findings.append(
            Finding(code, severity, f"{message}.", files, f"{remedy[0].upper()}{remedy[1:]}.")
        )


def _unique_by_case(keys: Iterable[str]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for key in keys:
        found.setdefault(key.casefold(), []).append(key)
    return {folded: same[0] for folded, same in found.items() if len(same) == 1}


def _case_twins(listing: FolderListing) -> list[Path]:
    found: dict[str, list[str]] = {}
    for key in listing.files:
        found.setdefault(key.casefold(), []).append(key)
    return [listing.files[key][0] for same in found.values() if len(same) > 1 for key in same]
