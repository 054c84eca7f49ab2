"""Draw docs/pictures/augmentations.jpg: every augmentation and mix on one sample of the sample set.

python docs/make_augmentation_sheet.py
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from segscope.config.catalogue import AUGMENTATIONS, MIXES
from segscope.config.load import load_config
from segscope.data.open import open_dataset
from segscope.data.recycling import RECYCLING_CLASSES, write_recycling
from segscope.train.preview import PreviewRow, draw_rows, preview_rows

SHEET = Path(__file__).parent / "pictures" / "augmentations.jpg"
WHOLE = "{name: scale-crop, size: 256, min_scale: 1, max_scale: 1}"
OPTIONS = {
    "scale-crop": "rare: 0.5, min_scale: 0.5, max_scale: 2",
    "flip": "vertical: 0.5",
    "colour": "brightness: 0.4",
}


def rows(folder: Path) -> list[tuple[str, PreviewRow]]:
    """One row an entry: the same sample, drawn four times."""
    write_recycling(folder / "data", images=24, val_images=4, size=256, seed=2)
    dataset = open_dataset(folder / "data", cache_dir=folder / "labels")
    names = (*AUGMENTATIONS, *MIXES)
    chosen = {name: f"{{name: {name}, {OPTIONS.get(name, 'probability: 1')}}}" for name in names}
    found = []
    for name, words in chosen.items():
        lists = [f"augment=[{words}]"] if name in AUGMENTATIONS else [f"augment=[{WHOLE}]", f"mix={words}"]
        config = load_config(None, [f"data.path={folder / 'data'}", *lists])
        found.append((name, preview_rows(config, dataset, samples=4, draws=4)[1]))
    return found


if __name__ == "__main__":
    with TemporaryDirectory() as temporary:
        sheet = draw_rows(rows(Path(temporary)), RECYCLING_CLASSES)
    Image.fromarray(sheet).save(SHEET, quality=75, optimize=True)
