"""Label maps from COCO annotations: the usual per-item loop against label maps that are kept.

The usual ``__getitem__`` calls ``coco.annToMask`` for every annotation of a picture and merges the masks
with ``np.maximum``, again in every epoch. segscope rasterises once and reads an index PNG afterwards.

Both run picture by picture in turn, in one process, on TACO's real annotations: scaled to a long side of
512 px as a competition would have them, and a subset at the original size. Needs the test data
(``SEGSCOPE_TEST_DATA``, by default ``../shared/data`` beside the repository). Run::

    python benchmarks/bench_coco_cache.py [--images 300] [--full-size-images 40] [--epochs 3]
"""

import argparse
import contextlib
import io
import json
import os
import tempfile
import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pycocotools.coco import COCO

from segscope.data.coco import CocoDataset, open_coco

DATA = Path(os.environ.get("SEGSCOPE_TEST_DATA", Path(__file__).parents[2] / "shared/data"))
TACO = DATA / "taco/annotations.json"
LONG_SIDE = 512

Content = dict[str, Any]


def subset(content: Content, count: int, long_side: int | None) -> Content:
    """Take pictures spread over the file, and scale them with their polygons where a size is given."""
    images = content["images"][:: max(1, len(content["images"]) // count)][:count]
    factors: dict[int, float] = {}
    scaled = []
    for image in images:
        factor = 1.0 if long_side is None else long_side / max(image["width"], image["height"])
        factors[image["id"]] = factor
        width, height = round(image["width"] * factor), round(image["height"] * factor)
        scaled.append({**image, "width": width, "height": height})
    annotations = [
        {
            **one,
            "id": number,
            "bbox": None,
            "segmentation": [
                [side * factors[one["image_id"]] for side in ring] for ring in one["segmentation"]
            ],
        }
        for number, one in enumerate(content["annotations"])
        if one["image_id"] in factors
    ]
    return {"images": scaled, "annotations": annotations, "categories": content["categories"]}


def usual_item(coco: COCO, image_id: int, index: dict[int, int]) -> NDArray[np.uint8]:
    """Make a label map as the usual data set class does."""
    info = coco.loadImgs(image_id)[0]
    label_map = np.zeros((info["height"], info["width"]), dtype=np.uint8)
    for annotation in coco.loadAnns(coco.getAnnIds(imgIds=image_id)):
        mask = coco.annToMask(annotation) * np.uint8(index[annotation["category_id"]])
        label_map = np.maximum(label_map, mask)
    return label_map


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(dataset: CocoDataset, coco: COCO, epochs: int) -> dict[str, float]:
    """Seconds for all pictures: ``usual``, ``first`` (rasterise and keep), ``later`` (read what is kept).

    The fastest epoch counts for each picture, so that other work on the machine disturbs little.
    """
    index = {category: label for label, category in enumerate(dataset.class_set.ids)}
    totals = {"usual": 0.0, "first": 0.0, "later": 0.0}
    for sample in dataset.samples["all"]:
        usual = partial(usual_item, coco, sample.label, index)
        ours = partial(dataset.read_label_map, sample)
        fastest = dict.fromkeys(totals, float("inf"))
        for _ in range(epochs):
            dataset.label_cache_path(sample).unlink(missing_ok=True)
            for name, work in (("usual", usual), ("first", ours), ("later", ours)):
                fastest[name] = min(fastest[name], seconds(work))
        for name, value in fastest.items():
            totals[name] += value
    return totals


def row(title: str, content: Content, epochs: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "annotations.json")
        file.write_text(json.dumps(content), encoding="utf-8")
        dataset = open_coco(file, cache_dir=Path(folder, "cache"))
        with contextlib.redirect_stdout(io.StringIO()):
            coco = COCO(str(file))
        totals = measure(dataset, coco, epochs)
        kept = sum(dataset.label_cache_path(sample).stat().st_size for sample in dataset.samples["all"])
    count = len(content["images"])
    usual, first, later = totals["usual"], totals["first"], totals["later"]
    cells = [f"{1000 * value / count:.2f}" for value in (usual, first, later)]
    ratios = [f"{usual / first:.1f}×", f"**{usual / later:.1f}×**"]
    return f"| {title} | {count} | {' | '.join(cells)} | {' | '.join(ratios)} | {kept / count / 1024:.1f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description="Per-item annToMask against kept label maps, on TACO.")
    parser.add_argument("--images", type=int, default=300)
    parser.add_argument("--full-size-images", type=int, default=40)
    parser.add_argument("--epochs", type=int, default=3)
    options = parser.parse_args()
    # pycocotools 2.0.11 calls NumPy in a way that NumPy 2 warns of at every single mask.
    warnings.simplefilter("ignore", DeprecationWarning)
    content = json.loads(TACO.read_bytes())
    print(
        "Milliseconds for one label map (fastest epoch of each picture), and the ratio to the usual loop.\n"
    )
    print("| TACO | images | annToMask loop | first epoch | later epochs | first | later | KiB kept |")
    print("|---|---|---|---|---|---|---|---|")
    print(row(f"long side {LONG_SIDE}", subset(content, options.images, LONG_SIDE), options.epochs))
    print(row("original size", subset(content, options.full_size_images, None), options.epochs))


if __name__ == "__main__":
    main()
