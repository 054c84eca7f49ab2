"""The data of the ablations: CamVid at 180×240, and the drawn sample set at 192².

    python -m benchmarks.ablation_data camvid --source ../shared/data/camvid
    python -m benchmarks.ablation_data recycling

Written once, to build/ablation/, where benchmarks/ablation/*.yaml look for it.
"""

import argparse
import os
from pathlib import Path

import numpy as np
import yaml
from PIL import Image

from segscope.data.open import open_dataset
from segscope.data.recycling import write_recycling
from segscope.data.sample import Dataset, Sample

FOLDER = Path("build/ablation")
HEIGHT, WIDTH = 180, 240
IGNORE = 255
IMAGES, VAL_IMAGES, SIDE = 240, 96, 192


def write_camvid(source: Path, folder: Path) -> None:
    """Write CamVid at half its size: pictures by mean of 2×2 pixels, label maps by every second pixel."""
    dataset = open_dataset(source, ignore=11)
    for split in ("train", "val"):
        for sample in dataset.samples[split]:
            _write_half(dataset, sample, folder)
    classes = [{"name": name, "id": index} for index, name in enumerate(dataset.class_set.names)]
    text = yaml.safe_dump({"classes": classes, "ignore": IGNORE}, sort_keys=False)
    (folder / "classes.yaml").write_text(text, encoding="utf-8")  # last: it says that all is there


def _write_half(dataset: Dataset, sample: Sample, folder: Path) -> None:
    picture = Image.fromarray(dataset.read_image(sample)).resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    label_map = Image.fromarray(np.ascontiguousarray(dataset.read_label_map(sample)[::2, ::2]))
    for kind, image in (("images", picture), ("masks", label_map)):
        place = folder / kind / sample.split
        place.mkdir(parents=True, exist_ok=True)
        image.save(place / f"{Path(sample.id).name}.png")


def main() -> None:
    """Write what is not there yet."""
    default = Path(os.environ.get("SEGSCOPE_TEST_DATA", "../shared/data")) / "camvid"
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", choices=("camvid", "recycling"))
    parser.add_argument("--source", type=Path, default=default)
    arguments = parser.parse_args()
    folder = FOLDER / arguments.data
    if (folder / "classes.yaml").is_file() or (folder / "truth.json").is_file():
        print(f"{folder} is there already")
    elif arguments.data == "camvid":
        write_camvid(arguments.source, folder)
    else:
        write_recycling(folder, images=IMAGES, val_images=VAL_IMAGES, size=SIDE, seed=7)


if __name__ == "__main__":
    main()
