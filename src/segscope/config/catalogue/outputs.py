"""The files that predictions are written as, by name."""

from pydantic import Field

from segscope.config.catalogue.technique import Catalogue, NoOptions, Options, Technique


class CocoJsonOptions(Options):
    """Options of the COCO annotation file.

    Attributes:
        per_component: One annotation for each connected region; False gives one for each class of a picture.
        background: Whether the background class is written, too.
        min_pixels: Regions of fewer pixels are left out.
    """

    per_component: bool = True
    background: bool = False
    min_pixels: int = Field(default=1, ge=1)


class ContestCsvOptions(Options):
    """Options of the recycling contest's submission file.

    Attributes:
        height: Rows of the resized label map.
        width: Columns of the resized label map.
    """

    height: int = Field(default=256, ge=1)
    width: int = Field(default=256, ge=1)


class KaggleRleOptions(Options):
    """Options of Kaggle's run-length file.

    Attributes:
        background: Whether the background class is written, too.
        empty_rows: Whether a class that is not in a picture gets a row without pixels.
    """

    background: bool = False
    empty_rows: bool = True


OUTPUTS = Catalogue(
    "output",
    (
        Technique(
            name="index-png",
            group="output",
            summary="One PNG of file ids a picture, with the class colours as palette; 16-bit above 255.",
            source="Everingham et al., PASCAL VOC, IJCV 2010",
            target="segscope.train.writers.index_png:IndexPngs",
            options=NoOptions,
            aliases=("png",),
            check="The ids read back with Pillow are those of the class file, at the picture's own size.",
            test="tests/train/writers/test_index_png.py::test_the_pngs_hold_the_ids_of_the_class_file",
        ),
        Technique(
            name="coco-json",
            group="output",
            summary="COCO annotations, one for each region or each class: compressed RLE and score.",
            source="Lin et al., ECCV 2014",
            target="segscope.train.writers.coco_json:CocoJson",
            options=CocoJsonOptions,
            aliases=("coco",),
            check="pycocotools reads the same masks, areas and boxes back; loadRes takes the results.",
            test="tests/train/writers/test_coco_json.py::test_pycocotools_reads_the_same_masks_back",
        ),
        Technique(
            name="contest-csv",
            group="output",
            summary="The recycling contest's submission: 256×256 class ids a picture, row by row.",
            source="Boostcamp AI Tech semantic segmentation contest, 2021",
            target="segscope.train.writers.contest_csv:ContestCsv",
            options=ContestCsvOptions,
            check="Each string holds 65,536 ids: those that a loop over the resized pixels takes.",
            test="tests/train/writers/test_contest_csv.py::test_a_row_is_the_resized_label_map",
        ),
        Technique(
            name="kaggle-rle",
            group="output",
            summary="Kaggle's run lengths: 1-based start and length pairs down the columns, a row a class.",
            source="Kaggle (Severstal, Airbus and others)",
            target="segscope.train.writers.kaggle_rle:KaggleRle",
            options=KaggleRleOptions,
            aliases=("rle",),
            check="Equal to a loop over pixels, and decoded it gives the masks back.",
            test="tests/train/writers/test_kaggle_rle.py::test_runs_equal_a_loop_over_pixels",
        ),
    ),
)

EXPORTS = Catalogue(
    "export",
    (
        Technique(
            name="onnx",
            group="export",
            summary="The model as an ONNX file that takes pictures as stored, checked against torch.",
            source="ONNX, https://onnx.ai",
            target="segscope.train.export_onnx:export_onnx",
            options=NoOptions,
            check="ONNX Runtime gives torch's probabilities within 1e-3 and the same classes.",
            test="tests/train/test_export_onnx.py::test_onnx_runtime_gives_the_same_probabilities",
        ),
    ),
)
