"""Writes ``frontend/src/api/openapi.json``, which the page's types are made from (`make api`).

With ``--check`` it writes nothing, and fails where the file is not what the server says of itself.
"""

import json
import sys
from pathlib import Path

from segscope.web.app import create_api

TARGET = Path(__file__).parents[1] / "frontend" / "src" / "api" / "openapi.json"


def document() -> str:
    """Give the OpenAPI document as it stands in the repository."""
    return json.dumps(create_api().openapi(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def main(arguments: list[str]) -> None:
    """Write the document, or check it."""
    if "--check" not in arguments:
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        TARGET.write_text(document(), encoding="utf-8")
    elif not TARGET.is_file() or TARGET.read_text(encoding="utf-8") != document():
        sys.exit("frontend/src/api/openapi.json is not what the server says: run `make api`.")


if __name__ == "__main__":
    main(sys.argv[1:])
