"""The names of those pieces that others are the same music as."""

import numpy as np

from symbolic.datasets.preparing.verdicts import NOBODY, TORN, Verdicts
from symbolic.datasets.shards.layout import LEFT_OUT
from symbolic.datasets.shards.tables import Table


class Twins:
    """Says why a piece is left out; holds the names of the pieces to be named, and no others.

    Parameters
    ----------
    old
        The identities of the pieces that were there before.
    pieces
        The table of those of them that are in the shards; None if there are none.
    """

    def __init__(self, old: np.ndarray, pieces: Table | None, verdicts: Verdicts):
        self._verdicts = verdicts
        self._old = len(old)
        left_out = (verdicts.split == LEFT_OUT) & (verdicts.twin != NOBODY)
        self._wanted = set(np.unique(verdicts.twin[left_out]).tolist())
        self._names: dict[int, str] = {}
        if pieces is not None and any(number < self._old for number in self._wanted):
            kept = np.flatnonzero(old["split"] != LEFT_OUT).tolist()
            for number, cells in zip(kept, pieces, strict=True):
                self._note(number, cells[0])

    def pass_by(self, number: int, name: str) -> None:
        """Take note of a new piece, in their order."""
        self._note(self._old + number, name)

    def _note(self, number: int, name: str) -> None:
        if number in self._wanted:
            self._names[number] = name

    def reason(self, number: int) -> str:
        """Why a new piece is left out."""
        twin = int(self._verdicts.twin[number])
        if twin == NOBODY:
            return TORN
        words = f"the same music as {self._names[twin]}"
        exact = self._verdicts.exact[number]
        return words if exact else f"{words}, transposed, at another speed or played otherwise"
