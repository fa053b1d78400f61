"""Shards that are mapped into memory: where each piece lies in them."""

from bisect import bisect_right
from pathlib import Path

import numpy as np

from symbolic.datasets.shards.layout import Rows, offsets_name
from symbolic.datasets.shards.manifest import Shard
from symbolic.errors import SymbolicError


class Opened:
    """Shards in a row, numbered through: piece 0 is the first of the first shard.

    Attributes
    ----------
    first
        For each shard the number of its first piece; and how many pieces there are.
    """

    def __init__(self, folder: Path, shards: list[Shard], rows: Rows):
        self._folder = folder
        self._rows = rows
        self.first = np.cumsum([0, *(shard.pieces for shard in shards)])
        self._first = self.first.tolist()
        self._offsets = [self._load(shard) for shard in shards]
        self._tokens = [self._map(shard) for shard in shards]

    def __len__(self) -> int:
        return int(self.first[-1])

    def __getitem__(self, number: int) -> np.ndarray:
        """The rows of a piece, as they lie on the disk."""
        shard = bisect_right(self._first, number) - 1
        offsets = self._offsets[shard]
        place = number - self._first[shard]
        return self._tokens[shard][offsets[place] : offsets[place + 1]]

    @property
    def lengths(self) -> np.ndarray:
        """How many rows each piece has."""
        return np.concatenate([np.zeros(0, np.int64), *(np.diff(o) for o in self._offsets)])

    def _load(self, shard: Shard) -> np.ndarray:
        path = self._folder / offsets_name(shard.file)
        try:
            offsets = np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)
        except (OSError, ValueError) as error:
            raise SymbolicError(f"{path} is missing or damaged: {error}") from error
        if offsets.shape != (shard.pieces + 1,) or offsets.dtype != np.int64:
            raise SymbolicError(f"{path} is damaged: it does not fit {shard.file}")
        if offsets[0] != 0 or offsets[-1] != shard.rows or (np.diff(offsets) < 0).any():
            raise SymbolicError(f"{path} is damaged: it leads out of {shard.file}")
        return offsets

    def _map(self, shard: Shard) -> np.ndarray:
        form = (shard.rows, *self._rows.shape)
        path = self._folder / shard.file
        try:
            return np.memmap(path, self._rows.dtype, mode="r", shape=form).view(np.ndarray)
        except (OSError, ValueError) as error:
            raise SymbolicError(f"{path} cannot be mapped into memory: {error}") from error
