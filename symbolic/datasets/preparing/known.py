"""What an earlier run has read: so that more files can be added to a finished folder."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from symbolic.datasets.items import Item, Skipped
from symbolic.datasets.shards.layout import IDENTITIES, IDENTITY, SOURCES, hashed
from symbolic.datasets.shards.manifest import Manifest
from symbolic.datasets.shards.tables import Table
from symbolic.errors import SymbolicError

SAME = ["music", "checksum", "length"]  # of every piece, if a file is what it was


class Compared(NamedTuple):
    """The files of a folder beside those that were read before.

    Attributes
    ----------
    new
        Files to be read.
    touched
        Files that were read before and have another time since; their rows in sources.csv.
    rows
        For each touched file, its row.
    """

    new: list[Item]
    touched: list[Item]
    rows: list[int]


class Known:
    """The files and pieces of a finished folder, in columns; none without a manifest."""

    def __init__(self, folder: Path, manifest: Manifest | None):
        names, sizes, stamps = [], [], []
        self.identities = np.zeros(0, IDENTITY)
        if manifest is not None:
            for name, size, stamp in Table(folder / SOURCES, manifest.tables[SOURCES]):
                names.append(hashed(name))
                sizes.append(int(size))
                stamps.append(int(stamp))
            count = manifest.tables[IDENTITIES] // IDENTITY.itemsize
            self.identities = np.fromfile(folder / IDENTITIES, IDENTITY, count)
        hashes = np.array(names, np.uint64)
        self._order = hashes.argsort()
        self._hashes = hashes[self._order]
        self._sizes = np.array(sizes, np.int64)
        self._stamps = np.array(stamps, np.int64)

    def __len__(self) -> int:
        """How many files were read."""
        return len(self._sizes)

    def _rows_of(self, names: list[str]) -> np.ndarray:
        """The row in sources.csv of each name; -1 where it is not there."""
        hashes = np.array([hashed(name) for name in names], np.uint64)
        if len(self) == 0:
            return np.full(len(names), -1)
        places = self._hashes.searchsorted(hashes).clip(max=len(self) - 1)
        return np.where(self._hashes[places] == hashes, self._order[places], -1)

    def compare(self, items: list[Item]) -> Compared:
        """Which files are new, and which may have changed; raise SymbolicError if one surely has."""
        rows = self._rows_of([item.name for item in items])
        found = Compared([item for item, row in zip(items, rows, strict=True) if row < 0], [], [])
        for number in np.flatnonzero(rows >= 0).tolist():
            item, row = items[number], int(rows[number])
            if item.size != self._sizes[row]:
                raise changed(item.name)
            if item.stamp != self._stamps[row]:
                found.touched.append(item)
                found.rows.append(row)
        return found

    def news(self, skipped: list[Skipped]) -> list[Skipped]:
        """What could not be looked into, and was not reported before."""
        rows = self._rows_of([name for name, _ in skipped])
        return [one for one, row in zip(skipped, rows, strict=True) if row < 0]

    def check(self, compared: Compared, pieces: np.ndarray) -> None:
        """Raise SymbolicError if touched files, read again, gave other pieces than before.

        Parameters
        ----------
        pieces
            What they gave, in order; `source` counts the touched files.
        """
        before = self.identities[np.isin(self.identities["source"], compared.rows)]
        rows = np.array(compared.rows, np.int64)
        for number, row in enumerate(rows.tolist()):
            old = before[before["source"] == row][SAME]
            new = pieces[pieces["source"] == number][SAME]
            if not np.array_equal(old, new):
                raise changed(compared.touched[number].name)


def changed(name: str) -> SymbolicError:
    """What is said of a file that is not what it was."""
    return SymbolicError(
        f"{name} has changed since it was prepared, and its tokens are in the shards:"
        " prepare into a new folder"
    )
