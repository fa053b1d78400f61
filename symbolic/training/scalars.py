"""Scalars: the history of a run as TensorBoard reads it.

TensorFlow, which is always installed, writes such files; TensorBoard is only needed to look.
"""

import errno
import time
from pathlib import Path
from typing import Any

FOLDER = "tensorboard"
VERSION = "brain.Event:2"


class Scalars:
    """A file of events, to which a row of history adds a scalar a column."""

    def __init__(self, run: Path):
        self.path = run / FOLDER / f"events.out.tfevents.{time.time_ns()}.symbolic"
        self._file: Any = None

    def add(self, row: dict[str, Any]) -> None:
        """Add a row of history."""
        from tensorflow import errors
        from tensorflow.compat.v1 import Event, Summary

        told = {name: value for name, value in row.items() if name != "step" and value is not None}
        values = [Summary.Value(tag=name, simple_value=value) for name, value in told.items()]
        summary = Summary(value=values)
        try:
            self._write(Event(wall_time=time.time(), step=row["step"], summary=summary))
        except errors.OpError as error:
            raise OSError(errno.EIO, error.message) from error

    def _write(self, event: Any) -> None:
        from tensorflow.compat.v1 import Event
        from tensorflow.io import TFRecordWriter

        if self._file is None:
            self.path.parent.mkdir(exist_ok=True)
            self._file = TFRecordWriter(str(self.path))
            self._write(Event(wall_time=event.wall_time, file_version=VERSION))
        self._file.write(event.SerializeToString())
        self._file.flush()
