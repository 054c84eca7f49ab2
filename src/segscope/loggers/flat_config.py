"""A nested config as flat text parameters."""

import json
from collections.abc import Mapping
from typing import Any


def flat_config(config: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Flatten a config: one text for each leaf, lists as JSON.

    Args:
        config: Plain values in nested mappings.
        prefix: What the names begin with.

    Example:
        >>> flat_config({"optimizer": {"lr": 0.001, "betas": [0.9, 0.99]}, "name": "U-Net"})
        {'optimizer.lr': '0.001', 'optimizer.betas': '[0.9, 0.99]', 'name': 'U-Net'}
    """
    flat: dict[str, str] = {}
    for key, value in config.items():
        if isinstance(value, Mapping) and value:
            flat.update(flat_config(value, f"{prefix}{key}."))
        else:
            flat[f"{prefix}{key}"] = value if isinstance(value, str) else _as_json(value)
    return flat


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
