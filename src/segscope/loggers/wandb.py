"""The mirror to Weights & Biases, offline unless there is a key; files in ``<run folder>/loggers/wandb``."""

import math
import os
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from segscope.engine.class_set import ClassSet
from segscope.loggers.base import LoggedPicture, RunInfo
from segscope.loggers.keys import overlay_key, shortened
from segscope.loggers.left_out import LeftOut
from segscope.loggers.packages import import_package
from segscope.loggers.sent_ledger import SentLedger
from segscope.loggers.wandb_login import forced_mode

MAX_PICTURES = 108
MAX_MASK_ID = 255

_TOO_MANY = f"{{n}} pictures and overlays were left out: W&B takes {MAX_PICTURES} at a time."
_TOO_MANY_CLASSES = (
    f"{{n}} mask overlays were left out: W&B masks hold ids up to {MAX_MASK_ID}; the panels are there."
)
_OWN_KEYS = "{n} values were left out: keys that begin with _ are W&B's own."
_STEP = "step"
_INIT_TIMEOUT_S = 30.0
_MAX_PART_BYTES = 180  # W&B adds "_<row>_<20 hex digits>.mask.png", and file systems end at 255
_EXIT_CODES = {"finished": 0, "failed": 1, "stopped": 255}


class WandbLogger:
    """Writes scalars, panels and mask overlays to W&B.

    Without a key the run is kept offline and nothing is asked; ``WANDB_MODE``, ``WANDB_PROJECT``,
    ``WANDB_ENTITY`` and ``WANDB_BASE_URL`` are respected, and :attr:`hint` is the command that uploads an
    offline run. A picture that carries label maps is logged twice: its panel, and under
    ``val/overlay/<sample>`` the picture with W&B's own masks, to be switched on and off in its page.

    W&B drops rows whose own step is below its last one. So each call is a row of its own, its
    x-axis is the metric ``step``, and a resumed run leaves out what an earlier attempt sent (W&B cannot
    take anything back): no step is lost, none comes twice. Names with other characters than letters,
    digits, ``_`` and ``/`` are kept as they are; W&B's page may not sort runs by them.
    """

    name = "wandb"

    def __init__(self) -> None:
        self.hint = ""
        self._left_out = LeftOut()
        self._class_set: ClassSet
        self._ledger: SentLedger
        self._package: Any
        self._run: Any = None
        self._row = 0

    @property
    def left_out(self) -> Sequence[str]:
        """One sentence for each thing that W&B's limits kept out so far."""
        return self._left_out.sentences

    def start(self, run: RunInfo) -> None:
        """Begin, or go on with, the W&B run whose id is the run's id.

        Raises:
            MissingDependencyError: The package ``wandb`` is not installed.
            ConfigError: ``WANDB_MODE`` asks for the network, and there is no key.
        """
        self._package = import_package("wandb", extra=self.name)
        folder = Path(run.folder) / "loggers" / self.name
        folder.mkdir(parents=True, exist_ok=True)
        self._class_set = run.class_set
        self._ledger = SentLedger(folder / "sent.jsonl", resumed=run.resumed)
        self._run = self._init(run, folder.parent)
        self._run.define_metric("*", step_metric=_STEP)
        self._row = max(self._ledger.rows, self._run.step)
        self.hint = f'wandb sync "{folder}"/offline-run-*' if self._run.offline else self._run.url or ""

    def log_scalars(self, values: Mapping[str, float], step: int) -> None:
        """Write numbers; NaN is left out."""
        keys = [key for key, value in values.items() if not math.isnan(value)]
        allowed = [key for key in keys if not key.startswith("_")]
        self._left_out.add(_OWN_KEYS, len(keys) - len(allowed))
        self._log({key: values[key] for key in self._ledger.unsent(allowed, step)}, step)

    def log_pictures(self, pictures: Sequence[LoggedPicture], step: int) -> None:
        """Write panels, and overlays of the pictures that carry label maps."""
        wanted = set(self._ledger.unsent([_file_safe(picture.key) for picture in pictures], step))
        media = self._media([picture for picture in pictures if _file_safe(picture.key) in wanted])
        self._left_out.add(_TOO_MANY, len(media) - MAX_PICTURES)
        self._log({key: make() for key, make in list(media.items())[:MAX_PICTURES]}, step)

    def finish(self, status: str) -> None:
        """Close the run; a second call does nothing."""
        run, self._run = self._run, None
        if run is not None:
            run.finish(exit_code=_EXIT_CODES.get(status, 1))
            self._ledger.close()

    def _init(self, run: RunInfo, parent: Path) -> Any:
        _avoid_second_of_last_attempt(parent / self.name)
        chosen: dict[str, Any] = {"mode": mode} if (mode := forced_mode()) else {}
        settings = self._package.Settings(
            silent=True,
            console="off",  # W&B would stand between the training's own progress bar and the terminal
            reinit="create_new",  # the user's script may have a W&B run of its own
            init_timeout=_INIT_TIMEOUT_S,
            **chosen,
        )
        return self._package.init(
            id=run.run_id,
            name=run.name or None,
            project=os.environ.get("WANDB_PROJECT") or "segscope",
            dir=str(parent),  # W&B adds a folder `wandb` by itself
            config=dict(run.config),
            resume="allow",
            settings=settings,
        )

    def _log(self, row: Mapping[str, Any], step: int) -> None:
        if row:
            self._run.log({**row, _STEP: step}, step=self._row, commit=True)
            self._ledger.add(list(row), step)
            self._row += 1

    def _media(self, pictures: Sequence[LoggedPicture]) -> dict[str, Callable[[], Any]]:
        """Name all that there is to log, panels first; nothing is encoded before the limit was applied."""
        media: dict[str, Callable[[], Any]] = {}
        for picture in pictures:
            media[_file_safe(picture.key)] = partial(self._image, picture.panel, picture.caption)
        for picture in pictures:
            masks = self._masks(picture)
            if picture.image is not None and masks:
                key = _file_safe(overlay_key(picture.key))
                media[key] = partial(self._image, picture.image, picture.caption, masks)
        return media

    def _image(self, pixels: NDArray[np.uint8], caption: str, masks: Mapping[str, Any] | None = None) -> Any:
        # From an array W&B would squeeze a picture of one row into another shape; from Pillow it does not.
        return self._package.Image(Image.fromarray(pixels), caption=caption or None, masks=masks)

    def _masks(self, picture: LoggedPicture) -> dict[str, Any]:
        label_maps = {"prediction": picture.prediction, "ground_truth": picture.ground_truth}
        known = {name: label_map for name, label_map in label_maps.items() if label_map is not None}
        if known and self._class_set.ignore > MAX_MASK_ID:
            self._left_out.add(_TOO_MANY_CLASSES)
            return {}
        labels = {**dict(enumerate(self._class_set.names)), self._class_set.ignore: "ignored"}
        return {name: {"mask_data": label_map, "class_labels": labels} for name, label_map in known.items()}


def _avoid_second_of_last_attempt(folder: Path) -> None:
    """W&B names a run's folder by the second it starts in, and would write over an attempt just before."""
    seconds = [int(attempt.stat().st_mtime) for attempt in folder.glob("*run-*")]
    if int(time.time()) in seconds:
        time.sleep(1.0)


def _file_safe(key: str) -> str:
    """Shorten the parts of a key: W&B makes a file name of the last one, and a folder of each other."""
    return "/".join(shortened(part, _MAX_PART_BYTES) for part in key.split("/"))
