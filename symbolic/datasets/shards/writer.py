"""Writing shards: pieces end to end, and where each begins."""

import hashlib
from array import array
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from symbolic.datasets.shards.aside import lasting
from symbolic.datasets.shards.layout import Rows, offsets_name, shard_name
from symbolic.datasets.shards.manifest import Shard

LARGEST = 2**28  # bytes of a shard, unless one piece has more


class Place(NamedTuple):
    """Where a piece lies, in rows of the file."""

    file: str
    offset: int


class ShardWriter(AbstractContextManager):
    """Writes the shards of one split.

    Parameters
    ----------
    folder, aside
        Where shards go when they are whole, and until then.
    split
        Its name.
    number
        Of the first shard.
    rows, suffix
        How the numbers lie in the files, and how those end.
    """

    def __init__(self, folder: Path, aside: Path, split: str, number: int, rows: Rows, suffix: str):
        self._folder = folder
        self._aside = aside
        self._split = split
        self._number = number
        self._rows = rows
        self._suffix = suffix
        self._open: ExitStack | None = None
        self.shards: list[Shard] = []

    def add(self, rows: np.ndarray) -> Place:
        """Write a piece; say where it is."""
        if self._open and (self._offsets[-1] + len(rows)) * self._rows.bytes > LARGEST:
            self.close()
        if self._open is None:
            self._begin()
        offset = self._offsets[-1]
        data = np.ascontiguousarray(rows).data.cast("B") if rows.size else b""
        self._file.write(data)
        self._digest.update(data)
        self._offsets.append(offset + len(rows))
        return Place(self._name, offset)

    def _begin(self) -> None:
        self._name = shard_name(self._split, self._number, self._suffix)
        self._number += 1
        self._digest = hashlib.sha256()
        self._offsets = array("q", [0])
        self._open = ExitStack()
        self._file = self._open.enter_context(lasting(self._folder / self._name, self._aside))

    def close(self) -> None:
        """Finish the last shard."""
        if self._open is None:
            return
        self._open.close()
        self._open = None
        offsets = np.frombuffer(self._offsets, np.int64)
        if self._suffix == ".bin":
            with lasting(self._folder / offsets_name(self._name), self._aside) as file:
                np.save(file, offsets)
        rows, digest = self._offsets[-1], self._digest.hexdigest()
        size = rows * self._rows.bytes
        self.shards.append(Shard(self._name, len(offsets) - 1, rows, size, digest))

    def __enter__(self) -> "ShardWriter":
        return self

    def __exit__(self, *error: Any) -> None:
        if not any(error):
            self.close()
        elif self._open is not None:  # nothing stays of the shard that is being written
            self._open.__exit__(*error)
