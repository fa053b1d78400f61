"""The pieces: what each token of a byte-pair vocabulary is made of."""

from collections.abc import Iterable, Sequence

import numpy as np

from symbolic.errors import SymbolicError

Merge = tuple[int, int]


class Pieces:
    """Runs of base tokens: every base token alone, then what merges put together.

    Two merges may make the same run; it is one piece.

    Parameters
    ----------
    alphabet
        How many base tokens there are.
    merges
        Pairs of pieces, by number, in the order they are to be merged.

    Attributes
    ----------
    runs
        For every piece, its base tokens.

    Examples
    --------
    >>> pieces = Pieces(3, [(0, 1), (3, 2)])
    >>> pieces.runs[3:], pieces.expand(np.array([4, 2, 3]))
    ([(0, 1), (0, 1, 2)], array([0, 1, 2, 2, 0, 1]))
    """

    def __init__(self, alphabet: int, merges: Iterable[Sequence[int]]):
        self.merges: list[Merge] = []
        self.runs: list[tuple[int, ...]] = [(token,) for token in range(alphabet)]
        known = {run: number for number, run in enumerate(self.runs)}
        for merge in merges:
            run = self._joined(merge)
            if run not in known:
                known[run] = len(self.runs)
                self.runs.append(run)
            self.merges.append((int(merge[0]), int(merge[1])))
        self.lengths = np.array([len(run) for run in self.runs])
        self._flat = np.array([token for run in self.runs for token in run], np.int64)
        self._first = self.lengths.cumsum() - self.lengths

    def _joined(self, merge: Sequence[int]) -> tuple[int, ...]:
        try:
            left, right = merge
            if not (0 <= left < len(self.runs) and 0 <= right < len(self.runs)):
                raise IndexError
            return self.runs[left] + self.runs[right]
        except (TypeError, ValueError, IndexError) as error:
            raise SymbolicError(f"{merge!r:.80} merges no two tokens that are there") from error

    def expand(self, ids: np.ndarray) -> np.ndarray:
        """The base tokens of pieces, one after another."""
        lengths = self.lengths[ids]
        ends = lengths.cumsum()
        shift = self._first[ids] - (ends - lengths)
        return self._flat[shift.repeat(lengths) + np.arange(ends[-1] if len(ends) else 0)]

    def token(self, ids: np.ndarray, k: int) -> np.ndarray:
        """The k-th base token of each piece; each has as many."""
        return self._flat[self._first[ids] + k]

    def __len__(self) -> int:
        return len(self.runs)
