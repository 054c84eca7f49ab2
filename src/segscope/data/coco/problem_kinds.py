"""The kinds of things that can be wrong in a COCO file, by code."""

from dataclasses import dataclass

from segscope.data.finding import Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """What all cases of one code share.

    Attributes:
        severity: Error where the label map or the picture cannot be trusted.
        what: What is wrong, for a message that counts the cases.
        remedy: What to do.
    """

    severity: Severity
    what: str
    remedy: str


KINDS = {
    "duplicate-key": ProblemKind(
        ERROR,
        "a key is given twice in one object",
        "keep one of the two values; JSON readers differ in which",
    ),
    "image-record": ProblemKind(
        ERROR, "an entry of 'images' is no image", "give each image id, file_name, width, height"
    ),
    "no-images": ProblemKind(ERROR, "the file lists no picture", "export the annotations again"),
    "duplicate-image-id": ProblemKind(ERROR, "an image id is used twice", "give each image its own id"),
    "file-name": ProblemKind(
        ERROR,
        "a file_name cannot be used",
        "write it relative to the pictures' folder, with '/' and without '..'",
    ),
    "backslash-file-name": ProblemKind(
        WARNING, "a file_name is written with backslashes, read as '/'", "write the file_name with '/'"
    ),
    "duplicate-file-name": ProblemKind(
        ERROR, "a picture is listed twice", "merge the two image entries and their annotations into one"
    ),
    "duplicate-stem": ProblemKind(
        ERROR,
        "two pictures differ in their ending only",
        "rename one of the two: samples are named without ending",
    ),
    "image-size": ProblemKind(
        ERROR, "a width or height is not usable", "give the picture's own size as positive whole numbers"
    ),
    "missing-image": ProblemKind(
        ERROR, "a picture is not there", "put the picture there, name its folder, or remove the entry"
    ),
    "unreadable-file": ProblemKind(
        ERROR, "a picture cannot be read", "replace the picture by an intact copy"
    ),
    "size-mismatch": ProblemKind(
        ERROR,
        "width and height differ from the picture's",
        "annotate the picture in its present size, or restore it",
    ),
    "no-annotations": ProblemKind(
        ERROR,
        "the file holds no annotations",
        "give its annotations, or call it test.json if it has no ground truth",
    ),
    "annotation-record": ProblemKind(
        ERROR,
        "an entry of 'annotations' is no annotation",
        "give each annotation image_id, category_id, segmentation",
    ),
    "annotation-id": ProblemKind(
        WARNING, "an annotation has no whole number as id", "give each annotation its own id"
    ),
    "duplicate-annotation-id": ProblemKind(
        WARNING,
        "an annotation id is used twice (both are painted; other tools keep one of the two)",
        "remove the copy, or give each annotation its own id",
    ),
    "annotation-without-image": ProblemKind(
        ERROR,
        "an annotation belongs to no image of the file",
        "correct its image_id, or remove the annotation",
    ),
    "foreign-category": ProblemKind(
        ERROR,
        "an annotation's category is not in the class set",
        "correct its category_id, or add the class",
    ),
    "crowd-flag": ProblemKind(
        ERROR, "iscrowd is neither 0 nor 1", "write 0, or 1 for a region of many objects"
    ),
    "no-segmentation": ProblemKind(
        ERROR, "an annotation has no segmentation", "draw its outline, or remove the annotation"
    ),
    "segmentation-kind": ProblemKind(
        ERROR, "a segmentation is neither polygons nor RLE", "write [[x, y, …], …] or {'size', 'counts'}"
    ),
    "rle-size": ProblemKind(
        ERROR,
        "an RLE's size is not the image's",
        "write size as [height, width] of the image, and encode it again",
    ),
    "rle-counts": ProblemKind(ERROR, "the counts of an RLE are not valid", "encode the mask again"),
    "rle-sum": ProblemKind(
        ERROR, "the counts of an RLE do not fill the image", "encode the mask again at the image's size"
    ),
    "polygon-numbers": ProblemKind(
        ERROR, "a polygon holds something that is no finite number", "write its coordinates as plain numbers"
    ),
    "polygon-points": ProblemKind(
        ERROR, "a polygon has an odd count of numbers or fewer than 3 points", "draw it again, or remove it"
    ),
    "polygon-outside": ProblemKind(
        ERROR,
        "a polygon lies outside the picture",
        "write coordinates in pixels of the picture of that annotation",
    ),
    "polygon-over-edge": ProblemKind(
        WARNING,
        "a polygon reaches over the picture's edge and is clipped",
        "check that its coordinates fit the picture",
    ),
    "polygon-length": ProblemKind(
        ERROR,
        "a polygon's outline is longer than any real one",
        "draw it again: it zigzags across the picture",
    ),
    "empty-mask": ProblemKind(WARNING, "an annotation covers no pixel", "remove it, or draw it again"),
    "bbox-mismatch": ProblemKind(
        WARNING,
        "a bbox contradicts its segmentation",
        "check which is right: labels are made from the segmentation",
    ),
    "category-names": ProblemKind(
        WARNING,
        "no category name is in the class file, so that categories were matched by id",
        "check the names side by side; write the same names to be sure",
    ),
}
