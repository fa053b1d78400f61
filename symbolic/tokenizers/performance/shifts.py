"""Time shifts: any rest as a few tokens, the longest first.

There is a shift of every length up to a span (a second, a quarter), and beyond it of ten spans,
a hundred, ...: rests of everyday length are written as in the literature, and a rest of years
costs a few dozen tokens. Written longest first, a rest is the digits of its length in spans.
"""

import numpy as np

NO_CEILING = 2**62


class Shifts:
    """The shifts of a performance and how a rest is made of them.

    Parameters
    ----------
    span
        Steps in the longest of the everyday shifts.
    last
        The longest rest, in steps.

    Attributes
    ----------
    sizes
        Of the shifts, in steps, ascending.

    Examples
    --------
    >>> shifts = Shifts(100, 20_000)
    >>> shifts.sizes[-3:]
    array([  100,  1000, 10000])
    >>> numbers, counts = shifts.spell(np.array([7, 1230]))
    >>> shifts.sizes[numbers], counts
    (array([   7, 1000,  100,  100,   30]), array([1, 4]))
    """

    def __init__(self, span: int, last: int):
        powers = [10**k for k in range(20) if span * 10**k <= last]
        self.span = span
        self.powers = np.array(powers[::-1], np.int64)  # descending
        self.sizes = np.append(np.arange(1, span), span * self.powers[::-1])
        # A shift may follow others only where they end on a multiple of its size (below a span:
        # of the span), and ten of a size are one of the next.
        self._grain = np.maximum(self.sizes, span)
        self._ceiling = np.where(self.sizes < span, span, 10 * self.sizes)
        self._ceiling[-1] = NO_CEILING

    def spell(self, rests: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The numbers of the shifts that make up each rest of one step or more, run after run,
        and how many each takes."""
        spans, remainder = rests // self.span, rests % self.span
        used = int((self.powers <= spans.max(initial=1)).sum())
        powers = self.powers[-used:]
        counts = np.empty((len(rests), used + 1), np.int64)
        counts[:, :-1] = spans[:, None] // powers % 10
        counts[:, 0] = spans // powers[0]
        counts[:, -1] = remainder > 0
        numbers = np.empty_like(counts)
        numbers[:, :-1] = np.arange(self.span + used - 2, self.span - 2, -1)
        numbers[:, -1] = remainder - 1
        return numbers.ravel().repeat(counts.ravel()), counts.sum(axis=1)

    def may_follow(self, since: np.ndarray) -> np.ndarray:
        """Which shifts may follow those that have passed `since` steps: (batch, shifts)."""
        since = since[:, None]
        return (since % self._grain == 0) & ((since + self.sizes) % self._ceiling != 0)
