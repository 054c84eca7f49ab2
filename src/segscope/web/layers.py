"""The parts of a picture that can be shown, and the sentence for each that cannot."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from segscope.store.prediction_files import confidence_path, label_map_path
from segscope.store.runs import Run
from segscope.store.split_files import SampleRow
from segscope.store.validations import Validation
from segscope.web.refusal import Refusal
from segscope.web.schemas.pictures import Layer

_MASK_LAYOUTS = ("mask-folder", "colour-masks")


@dataclass(frozen=True, slots=True)
class LayerFiles:
    """Where the parts of one picture lie, or would.

    Attributes:
        run: The run.
        row: The picture.
    """

    run: Run
    row: SampleRow

    @property
    def picture(self) -> Path | None:
        """The picture's file; None for an import of masks alone, whose rows name the mask."""
        imported = self.run.config.get("import", {})
        without = self.run.kind == "import" and not imported.get("images")
        return None if without and self.run.data_layout in _MASK_LAYOUTS else Path(self.row.image_path)

    @property
    def truth(self) -> Path:
        """The ground truth in the workspace."""
        return self.run.labels.path(self.row.split, self.row.id)

    def prediction(self, validation: Validation) -> Path:
        """The predicted label map."""
        return label_map_path(validation.predictions_folder, self.row.id)

    def confidence(self, validation: Validation) -> Path:
        """The prediction's confidence."""
        return confidence_path(validation.predictions_folder, self.row.id)


def layers_of(files: LayerFiles, validation: Validation) -> list[Layer]:
    """Tell which parts of a picture can be shown, and why the others cannot."""
    picture = files.picture
    return [
        _layer("picture", picture is not None and is_there(picture), lambda: why_no_picture(files)),
        _layer("truth", is_there(files.truth), lambda: why_no_truth(files)),
        _layer("prediction", is_there(files.prediction(validation)), lambda: why_pruned(files, validation)),
        _layer(
            "confidence", is_there(files.confidence(validation)), lambda: why_no_confidence(files, validation)
        ),
    ]


def is_there(path: Path) -> bool:
    """Tell whether there is a file that this process may look at."""
    try:
        return path.is_file()
    except OSError:  # a folder on the way is closed to us, or the name is too long for this system
        return False


def stored_png(path: Path, why: Callable[[], str]) -> bytes:
    """Read a file of the workspace as it is.

    Raises:
        Refusal: It is not there; ``why`` says so.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal(404, "not_kept", why()) from error


def why_no_picture(files: LayerFiles) -> str:
    """Say why the picture itself cannot be shown."""
    if files.picture is None:
        return "These predictions were imported without pictures: import them again with --images FOLDER."
    return (
        f"The picture is no longer at {files.picture}: bring it back there; its label maps are shown "
        "from the workspace."
    )


def why_no_truth(files: LayerFiles) -> str:
    """Say why the ground truth cannot be shown."""
    return f"The workspace keeps no ground truth of {files.row.id!r}: validate again."


def why_pruned(files: LayerFiles, validation: Validation) -> str:
    """Say why a prediction cannot be shown, and which validations show it."""
    valid = files.run.validations(validation.key.split)
    shown = [v for v in valid if v.index != validation.index and is_there(files.prediction(v))]
    if validation.kept == "all" and not shown:
        return "The prediction's file is gone from the workspace: validate again."
    epochs = ", ".join(str(v.key.epoch) for v in shown[-6:])
    remedy = f"it is kept at epoch {epochs}" if shown else "validate again to have it"
    return (
        f"This validation keeps the predictions of {len(validation.kept_samples)} pictures, and not of this "
        f"one: {remedy}."
    )


def why_no_confidence(files: LayerFiles, validation: Validation) -> str:
    """Say why a confidence cannot be shown."""
    if is_there(files.prediction(validation)):
        return "No confidences were recorded with this prediction."
    return why_pruned(files, validation)


def _layer(name: str, available: bool, why: Callable[[], str]) -> Layer:
    return Layer.model_validate(
        {"name": name, "available": available, "reason": None if available else why()}
    )
