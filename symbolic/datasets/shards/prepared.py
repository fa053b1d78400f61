"""What a folder that `symbolic prepare` made tells of its pieces, whatever it keeps of each."""

import hashlib
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar, Self, overload

import numpy as np

from symbolic.datasets import filters
from symbolic.datasets.items import Skipped
from symbolic.datasets.piece import Piece
from symbolic.datasets.shards.layout import SKIPPED
from symbolic.datasets.shards.manifest import Manifest, check_files, read_manifest
from symbolic.datasets.shards.pieces import Pieces
from symbolic.datasets.shards.tables import Table
from symbolic.errors import SymbolicError
from symbolic.score import Score


class Prepared(ABC):
    """A prepared folder, or some of its pieces: in the order of the splits, and then of names.

    Parameters
    ----------
    path
        The folder.

    Attributes
    ----------
    fingerprint
        A hash of all that is in the folder.
    """

    kind: ClassVar[str]

    def __init__(self, path: str | os.PathLike):
        self.path = Path(path)
        self._take(read_manifest(self.path), None)
        check_files(self.path, self._manifest)

    def _take(self, manifest: Manifest, chosen: np.ndarray | None) -> None:
        if manifest.kind != self.kind:
            raise SymbolicError(
                f"{self.path} holds {manifest.kind}, not {self.kind}: Corpus.from_folder and"
                " prepare read any"
            )
        self._manifest = manifest
        self._chosen = chosen  # numbers of pieces in the folder; None for all
        self.fingerprint = manifest.fingerprint

    # -- as a sequence ----------------------------------------------------------------

    def __len__(self) -> int:
        """How many pieces."""
        return int(self._edges[-1]) if self._chosen is None else len(self._chosen)

    @overload
    def __getitem__(self, which: int) -> Score: ...
    @overload
    def __getitem__(self, which: slice | Sequence | np.ndarray) -> Self: ...
    def __getitem__(self, which):
        if isinstance(which, int | np.integer):
            return self._score(int(which))
        if isinstance(which, slice):
            return self._some(self._numbers[which])
        rows = np.asarray(which)
        if rows.dtype == bool and len(rows) != len(self):
            raise SymbolicError(f"a mask of {len(rows)} does not fit {len(self)} pieces")
        return self._some(self._numbers[rows if len(rows) else rows.astype(int)])

    def __iter__(self) -> Iterator[Score]:
        return (self._score(number) for number in range(len(self)))

    @abstractmethod
    def _score(self, number: int) -> Score:
        """The score of a piece."""

    def _some(self, chosen: np.ndarray) -> Self:
        some = object.__new__(type(self))
        some.__dict__.update(self.__dict__, _chosen=chosen)
        return some

    @property
    def _numbers(self) -> np.ndarray:
        """The numbers in the folder of these pieces."""
        return np.arange(self._edges[-1]) if self._chosen is None else self._chosen

    def _number(self, number: int) -> int:
        """The number in the folder of one of these pieces."""
        count = len(self)
        if not -count <= number < count:
            raise IndexError(f"there are {count} pieces, counted from 0: no {number}")
        number = number % count
        return number if self._chosen is None else int(self._chosen[number])

    @cached_property
    def _edges(self) -> np.ndarray:
        """Where each split begins, and the last ends."""
        splits = self._manifest.splits.values()
        return np.cumsum([0, *(sum(shard.pieces for shard in shards) for shards in splits)])

    # -- parts ------------------------------------------------------------------------

    @property
    def splits(self) -> dict[str, int]:
        """How many of these pieces each split has."""
        return {
            name: len(part) for name, part in zip(self._manifest.splits, self.split(), strict=True)
        }

    def split(self) -> tuple[Self, ...]:
        """(train, valid, test), or as many splits as were asked for."""
        numbers, edges = self._numbers, self._edges
        return tuple(
            self._some(numbers[(numbers >= begin) & (numbers < end)])
            for begin, end in pairwise(edges.tolist())
        )

    def filter(self, where: Callable[[Piece], bool] | None = None, **rules: Any) -> Self:
        """The pieces that keep to every rule. See `Corpus.filter`."""
        tests = [*filters.tests(rules).values(), *([where] if where else [])]
        return self[np.array([all(test(piece) for test in tests) for piece in self.pieces], bool)]

    @property
    def pieces(self) -> Pieces:
        """Name, facts and identity of every piece, read from the table when asked for."""
        return Pieces(self.path, self._manifest, self._chosen)

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """What is not in the folder, and why."""
        table = Table(self.path / SKIPPED, self._manifest.tables[SKIPPED])
        return tuple(Skipped(*row) for row in table)

    @property
    def totals(self) -> dict[str, Any]:
        """Files, pieces, what was skipped, duplicates: of the whole folder."""
        return dict(self._manifest.totals)

    @property
    def files(self) -> dict[str, list[Path]]:
        """The files of every split."""
        splits = self._manifest.splits.items()
        return {name: [self.path / shard.file for shard in shards] for name, shards in splits}

    def verify(self) -> None:
        """Read every file and raise one sentence if any byte is not the one that was written."""
        for shards in self._manifest.splits.values():
            for shard in shards:
                with open(self.path / shard.file, "rb") as file:
                    if hashlib.file_digest(file, "sha256").hexdigest() != shard.sha256:
                        raise SymbolicError(
                            f"{self.path / shard.file} is damaged: prepare into a new folder"
                        )

    # -- kept -------------------------------------------------------------------------

    def __getstate__(self) -> dict[str, Any]:
        """Where the pieces are, not what is in them: another process opens them for itself."""
        return {"path": self.path, "fingerprint": self.fingerprint, "chosen": self._chosen}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.path = state["path"]
        self._take(read_manifest(self.path), state["chosen"])
        if self.fingerprint != state["fingerprint"]:
            raise SymbolicError(f"{self.path} has changed meanwhile: open it again")

    def __repr__(self) -> str:
        parts = ", ".join(f"{name} {count:,}" for name, count in self.splits.items())
        return f"<{type(self).__name__} {str(self.path)!r}: {len(self):,} pieces ({parts})>"
