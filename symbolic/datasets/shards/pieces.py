"""The pieces in shards: a row of the table each, read when it is asked for."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import overload

import numpy as np

from symbolic.datasets.facts import Facts
from symbolic.datasets.identity import Identity
from symbolic.datasets.piece import Piece
from symbolic.datasets.shards.layout import (
    IDENTITIES,
    IDENTITY,
    LEFT_OUT,
    PIECE_COLUMNS,
    PIECES,
)
from symbolic.datasets.shards.manifest import Manifest
from symbolic.datasets.shards.tables import Table

NAME, SHARD, OFFSET, LENGTH, WORK = (
    PIECE_COLUMNS.index(name) for name in ("name", "shard", "offset", "length", "work")
)


class Pieces(Sequence):
    """Name, facts and identity of pieces, in the order of the shards.

    A piece's place is its shard, and where in that it lies: (file, offset, length).
    """

    def __init__(self, folder: Path, manifest: Manifest, chosen: np.ndarray | None):
        self._table = Table(folder / PIECES, manifest.tables[PIECES])
        self._path = folder / IDENTITIES
        self._count = manifest.tables[IDENTITIES] // IDENTITY.itemsize
        self._chosen = chosen

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, which: int) -> Piece: ...
    @overload
    def __getitem__(self, which: slice) -> list[Piece]: ...
    def __getitem__(self, which):
        if isinstance(which, slice):
            return [self._piece(row, self._table[row]) for row in self._rows[which].tolist()]
        row = int(self._rows[which])
        return self._piece(row, self._table[row])

    def __iter__(self) -> Iterator[Piece]:
        """All of them: the table is read through wherever its order is that of the pieces."""
        wanted = self._rows
        turns = np.flatnonzero(np.diff(wanted) <= 0) + 1
        for run in np.split(wanted, turns):
            rows = enumerate(self._table)
            for row in run.tolist():
                yield next(self._piece(n, cells) for n, cells in rows if n == row)

    @cached_property
    def _known(self) -> np.ndarray:
        """The identities of all pieces that were read, left on the disk."""
        return np.memmap(self._path, IDENTITY, mode="r", shape=(self._count,)).view(np.ndarray)

    @cached_property
    def _numbers(self) -> np.ndarray:
        """For every row of the table, where its identity is."""
        return np.flatnonzero(self._known["split"] != LEFT_OUT)

    @cached_property
    def _rows(self) -> np.ndarray:
        """The row of every piece: the table goes by name, the shards split by split."""
        order = self._known["split"][self._numbers].argsort(kind="stable")
        return order if self._chosen is None else order[self._chosen]

    def _piece(self, row: int, cells: list[str]) -> Piece:
        known = self._known[self._numbers[row]]
        identity = Identity(
            int(known["music"]), int(known["likeness"]), tuple(known["sketch"].tolist())
        )
        place = (cells[SHARD], int(cells[OFFSET]), int(cells[LENGTH]))
        facts = Facts.from_row(cells[WORK + 1 :])
        return Piece(cells[NAME], facts, identity, cells[WORK], place)
