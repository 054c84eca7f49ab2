"""The mirror to TensorBoard: event files in ``<run folder>/loggers/tensorboard``."""

import math
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from segscope.loggers.base import LoggedPicture, RunInfo
from segscope.loggers.event_file import EventFile
from segscope.loggers.left_out import LeftOut
from segscope.loggers.packages import import_package
from segscope.loggers.png import encode_png
from segscope.loggers.sent_ledger import SentLedger

_CAPTIONS = "{n} captions were left out: TensorBoard shows pictures without a line of text."


class TensorBoardLogger:
    """Writes scalars and pictures that ``tensorboard --logdir`` shows; needs no torch.

    Everything is on disk when a call returns. A resumed run writes a new file that begins with a
    session start, by which TensorBoard takes back what the earlier attempt logged after the
    checkpoint, so that curves have one value a step. Where :attr:`RunInfo.resume_step` is not known,
    the session start stands at the first step at which numbers are logged.

    TensorBoard keeps numbers at float32, and on its page ten pictures a key unless told otherwise: the
    command in :attr:`hint` shows all.
    """

    name = "tensorboard"

    def __init__(self) -> None:
        self.hint = ""
        self._left_out = LeftOut()
        self._session_start_due = False
        self._messages: Any
        self._file: EventFile
        self._ledger: SentLedger

    @property
    def left_out(self) -> Sequence[str]:
        """One sentence for each thing that TensorBoard's limits kept out so far."""
        return self._left_out.sentences

    def start(self, run: RunInfo) -> None:
        """Open a new event file.

        Raises:
            MissingDependencyError: The package ``tensorboard`` is not installed.
        """
        self._messages = import_package("tensorboard.compat.proto.event_pb2", extra=self.name)
        folder = Path(run.folder) / "loggers" / self.name
        folder.mkdir(parents=True, exist_ok=True)
        step_is_known = run.resumed and run.resume_step is not None
        self._ledger = SentLedger(folder / "sent.jsonl", resumed=step_is_known, keep_to=run.resume_step)
        self._file = EventFile(folder)
        self._write(file_version="brain.Event:2")
        self._session_start_due = run.resumed
        if run.resume_step is not None:
            self._take_back_from(run.resume_step + 1)
        self.hint = f'tensorboard --samples_per_plugin images=0 --logdir "{folder}"'

    def log_scalars(self, values: Mapping[str, float], step: int) -> None:
        """Write numbers; NaN is left out."""
        keys = self._ledger.unsent([key for key, value in values.items() if not math.isnan(value)], step)
        if not keys:
            return
        self._take_back_from(step)
        self._write(step=step, summary={"value": [{"tag": key, "simple_value": values[key]} for key in keys]})
        self._ledger.add(keys, step)

    def log_pictures(self, pictures: Sequence[LoggedPicture], step: int) -> None:
        """Write the panels as PNG."""
        wanted = set(self._ledger.unsent([picture.key for picture in pictures], step))
        for picture in pictures:
            if picture.key in wanted:
                self._write(step=step, summary={"value": [_picture_value(picture)]})
                self._ledger.add([picture.key], step)
                self._left_out.add(_CAPTIONS, int(bool(picture.caption)))

    def finish(self, status: str) -> None:  # noqa: ARG002 - event files have no place for a status
        """Close the file; a second call does nothing."""
        if hasattr(self, "_file"):
            self._file.close()
            self._ledger.close()

    def _take_back_from(self, step: int) -> None:
        """Tell TensorBoard, once in a resumed run, to forget all that was logged at this step or later."""
        if self._session_start_due:
            self._session_start_due = False
            self._write(step=step, session_log={"status": self._messages.SessionLog.START})

    def _write(self, **fields: Any) -> None:
        self._file.write(self._messages.Event(wall_time=time.time(), **fields))


def _picture_value(picture: LoggedPicture) -> dict[str, Any]:
    height, width = picture.panel.shape[:2]
    image = {
        "height": height,
        "width": width,
        "colorspace": 3,  # RGB, in the numbering of TensorFlow's Summary.Image
        "encoded_image_string": encode_png(picture.panel),
    }
    return {"tag": picture.key, "image": image}
