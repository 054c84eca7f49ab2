"""Writes ``frontend/src/api/openapi.json``, which the page's types are made from (`make api`)."""

import json
from pathlib import Path

from segscope.web.app import create_api

TARGET = Path(__file__).parents[1] / "frontend" / "src" / "api" / "openapi.json"


def document() -> str:
    """Give the OpenAPI document as it stands in the repository."""
    return json.dumps(create_api().openapi(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(document(), encoding="utf-8")
