"""Neighbours: which pieces may stand side by side when byte pairs are merged.

Merging always makes the earliest merge there is, from left to right, and never takes one back.
A line of pieces is therefore what merging writes if and only if this holds of every piece alone
and of every two neighbours:

- If merging keeps a whole line as it is, no merge ever crossed a border in it. What happened on
  either side of a border would have happened there alone.
- If it keeps every two neighbours, take the first merge that crosses a border in the whole line.
  Up to then each piece came together by itself, and two neighbours took turns as they do when they
  are alone: the earlier merge first, the left one of two equal ones. So the same merge would
  have crossed the border there too.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

import numpy as np

from symbolic.tokenizers.byte_pair.merging import Merger
from symbolic.tokenizers.byte_pair.pieces import Pieces


class Neighbours:
    """The pieces that may not follow each piece. They are found when first asked for.

    Only where a merge joins an end of the one to a beginning of the other can the two merge any
    further; such pairs are tried, all others are free.

    Parameters
    ----------
    pieces
        All pieces.
    merger
        What merges them.

    Examples
    --------
    >>> pieces = Pieces(3, [(0, 1), (1, 2)])
    >>> pieces.runs[3:], Neighbours(pieces, Merger(pieces)).barred(0)
    ([(0, 1), (1, 2)], array([1, 4]))
    """

    def __init__(self, pieces: Pieces, merger: Merger):
        self._pieces, self._merger = pieces, merger
        self._barred: dict[int, np.ndarray] = {}
        self._number = {run: piece for piece, run in enumerate(pieces.runs)}
        self._joined_to: dict[int, list[int]] = defaultdict(list)  # the right sides by the left
        for left, right in pieces.merges:
            self._joined_to[left].append(right)
        self._beginning_with: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for piece, run in enumerate(pieces.runs):
            for length in range(1, len(run) + 1):
                self._beginning_with[run[:length]].append(piece)

    @cached_property
    def unwritten(self) -> np.ndarray:
        """The pieces that are never written, as other merges come before theirs."""
        return self._changed([[piece] for piece in range(len(self._pieces))])

    def barred(self, piece: int) -> np.ndarray:
        """The pieces that may not follow this one, ascending, but for some that are unwritten."""
        if piece not in self._barred:
            suspects = sorted(set(self._suspects(piece)))
            self._barred[piece] = self._changed([[piece, other] for other in suspects])
        return self._barred[piece]

    def _suspects(self, piece: int) -> Iterable[int]:
        run = self._pieces.runs[piece]
        for begin in range(len(run)):
            for right in self._joined_to.get(self._number.get(run[begin:], -1), ()):
                yield from self._beginning_with[self._pieces.runs[right]]

    def _changed(self, lines: list[list[int]]) -> np.ndarray:
        """The last pieces of those lines that merging does not leave as they are."""
        merged = self._merger.merge_all(self._pieces.expand(np.array(line)) for line in lines)
        pairs = zip(lines, merged, strict=True)
        return np.array([line[-1] for line, ids in pairs if ids.tolist() != line], np.int64)
