"""Adding to the files of a folder behind what its manifest speaks of."""

import os
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np

from symbolic.datasets.shards.layout import IDENTITIES, IDENTITY, TABLES
from symbolic.datasets.shards.tables import rows_into


class Appending(AbstractContextManager):
    """A file that grows. Until a manifest says its new size, readers keep to the old one.

    What an earlier run left behind the old size, when it was killed, is overwritten.

    Parameters
    ----------
    folder, name
        The file.
    sizes
        What the manifest says of all files; nothing of a new one.
    """

    def __init__(self, folder: Path, name: str, sizes: dict[str, int]):
        size = sizes.get(name, 0)
        self._file = open(folder / name, "r+b" if size else "wb")  # noqa: SIM115  closed at the exit
        self._file.truncate(size)
        self._file.seek(size)
        self._rows = rows_into(self._file)
        if not size and name in TABLES:
            self._rows.writerow(TABLES[name])
        self.size = size

    def row(self, cells: Iterable[Any]) -> None:
        """Add a row to a table."""
        self._rows.writerow(cells)

    def bytes(self, data: bytes) -> None:
        """Add bytes."""
        self._file.write(data)

    def __exit__(self, *error: object) -> None:
        with self._file:
            self._file.flush()
            os.fsync(self._file.fileno())
            self.size = self._file.tell()


def append_rows(folder: Path, name: str, sizes: dict[str, int], rows: Iterable) -> int:
    """Add rows to a table; return its size."""
    with Appending(folder, name, sizes) as table:
        for row in rows:
            table.row(row)
    return table.size


def append_identities(folder: Path, sizes: dict[str, int], rows: np.ndarray) -> int:
    """Add identities of pieces; return the size of their file."""
    with Appending(folder, IDENTITIES, sizes) as file:
        file.bytes(rows.astype(IDENTITY, copy=False).tobytes())
    return file.size
