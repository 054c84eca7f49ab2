"""Small COCO data sets in a temporary folder."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from segscope.data.coco import CocoDataset, open_coco

Content = dict[str, Any]
OpenContent = Callable[..., CocoDataset]

WIDTH, HEIGHT = 12, 8


@pytest.fixture
def content() -> Content:
    """A sound file: two pictures, one annotation on each."""
    return {
        "images": [
            {"id": 1, "file_name": "a/1.png", "width": WIDTH, "height": HEIGHT},
            {"id": 2, "file_name": "a/2.png", "width": WIDTH, "height": HEIGHT},
        ],
        "categories": [{"id": 1, "name": "Paper"}, {"id": 2, "name": "Metal"}],
        "annotations": [
            {
                "id": 11,
                "image_id": 1,
                "category_id": 1,
                "segmentation": [[0, 0, 4, 0, 4, 4, 0, 4]],
                "bbox": [0, 0, 4, 4],
                "iscrowd": 0,
            },
            {
                "id": 12,
                "image_id": 2,
                "category_id": 2,
                "segmentation": [[2, 2, 6, 2, 6, 6, 2, 6]],
                "bbox": [2, 2, 4, 4],
                "iscrowd": 0,
            },
        ],
    }


@pytest.fixture
def open_content(tmp_path: Path) -> OpenContent:
    """Write a file (an object or raw bytes) with its pictures, and open it."""

    def opened(content: Content | bytes, *, name: str = "train.json", **options: Any) -> CocoDataset:
        folder = tmp_path / "data"
        for picture in ("a/1.png", "a/2.png"):
            path = folder / picture
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                Image.new("RGB", (WIDTH, HEIGHT), (9, 9, 9)).save(path)
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        (folder / name).write_bytes(data)
        options.setdefault("cache_dir", tmp_path / "cache")
        return open_coco(folder / name, **options)

    return opened
