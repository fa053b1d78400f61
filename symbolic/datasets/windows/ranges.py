"""The range of every piece: its lowest and highest pitch, learned when it is first asked for."""

from collections.abc import Callable

import numpy as np

UNKNOWN = np.iinfo(np.int16).min


class Ranges:
    """What a transposition must know of each piece.

    Parameters
    ----------
    count
        How many pieces.
    learn
        Gives the lowest and highest pitch of a piece, and whether its tokens may be relabelled.
    """

    def __init__(self, count: int, learn: Callable[[int], tuple[int, int, bool]]):
        self._low = np.full(count, UNKNOWN, np.int16)
        self._high = np.zeros(count, np.int16)
        self._safe = np.zeros(count, bool)
        self._learn = learn

    def set(self, piece: int, low: int, high: int, safe: bool) -> None:
        """Note down what is known."""
        self._high[piece], self._safe[piece] = high, safe
        self._low[piece] = low  # last: another thread takes it as the sign that all is known

    def of(self, pieces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The lowest and highest pitches of pieces."""
        for piece in pieces[self._low[pieces] == UNKNOWN].tolist():
            self.set(piece, *self._learn(piece))
        return self._low[pieces].astype(int), self._high[pieces].astype(int)

    def is_safe(self, piece: int) -> bool:
        """Whether the tokens of a piece may be relabelled."""
        if self._low[piece] == UNKNOWN:
            self.set(piece, *self._learn(piece))
        return bool(self._safe[piece])
