"""Whether W&B can be reached with a key, so that it never asks for a login."""

import netrc
import os
from pathlib import Path
from urllib.parse import urlsplit

from segscope.errors import ConfigError

_DEFAULT_SERVER = "https://api.wandb.ai"


def forced_mode() -> str | None:
    """Give the W&B mode to force: ``offline`` where there is no key, else None (W&B's own choice).

    Raises:
        ConfigError: ``WANDB_MODE`` asks for the network, and there is no key; W&B would ask for one and
            wait.
    """
    mode = os.environ.get("WANDB_MODE", "")
    if mode in ("offline", "dryrun", "disabled") or _has_key():
        return None
    if mode:
        raise ConfigError(
            f"WANDB_MODE is {mode!r} and there is no W&B key: run `wandb login`, set WANDB_API_KEY, or set "
            "WANDB_MODE=offline."
        )
    return "offline"


def _has_key() -> bool:
    if os.environ.get("WANDB_API_KEY") or os.environ.get("WANDB_IDENTITY_TOKEN_FILE"):
        return True
    host = urlsplit(os.environ.get("WANDB_BASE_URL", _DEFAULT_SERVER)).hostname or ""
    given = os.environ.get("NETRC")
    files = [Path(given)] if given else [Path.home() / ".netrc", Path.home() / "_netrc"]
    return any(_knows(file, host) for file in files)


def _knows(file: Path, host: str) -> bool:
    try:
        return netrc.netrc(file).authenticators(host) is not None
    except (OSError, netrc.NetrcParseError):
        return False
