"""Lengths of time as tokens: one for each length below a bar, sums of doubled bars beyond."""

import numpy as np

from symbolic.tokenizers.note_chord.grid import Grid


class Lengths:
    """How durations and steps are written.

    A length is a sum of tokens that grow smaller: bars doubled 25, 24, ..., 1 and 0 times, as
    far as they are needed, then what is left below a bar. Any length has one such sum.

    Attributes
    ----------
    values
        What each token is worth, in the order of the tokens.
    reach
        The most that a sum beginning with each token can come to.

    Examples
    --------
    >>> lengths = Lengths(Grid(12))
    >>> lengths.values[[0, 46, 47, 48]], lengths.sums(np.array([0, 12, 48, 60, 200])).count
    (array([ 1, 47, 48, 96]), array([0, 1, 1, 2, 2]))
    """

    def __init__(self, grid: Grid):
        self.bar = grid.bar
        doubled = grid.bar * 2 ** np.arange(grid.doublings)
        self.values = np.concatenate([np.arange(1, grid.bar), doubled])
        self.reach = np.where(self.values < grid.bar, self.values, 2 * self.values - 1)

    def sums(self, lengths: np.ndarray) -> "Sums":
        """Take lengths apart; a length of 0 has no token."""
        return Sums(lengths, self.bar)


class Sums:
    """Lengths taken apart, ready to be written.

    Attributes
    ----------
    count
        How many tokens each takes.
    """

    def __init__(self, lengths: np.ndarray, bar: int):
        self.bar = bar
        self.bars = lengths // bar
        self.rest = lengths - self.bars * bar
        self.has_rest = self.rest > 0
        self.count = (np.bitwise_count(self.bars) + self.has_rest).astype(np.int64)

    def write(self, ids: np.ndarray, ends: np.ndarray, first: np.ndarray) -> None:
        """Write each sum into `ids` up to its end, where `first` is the id of the length 1."""
        short = np.flatnonzero(self.has_rest)
        ids[ends[short] - 1] = (self.rest + (first - 1))[short]
        long = np.flatnonzero(self.bars > 0)
        if len(long) == 0:
            return
        bars, places = self.bars[long], ends[long] - self.count[long]
        bar = first[long] + (self.bar - 1)
        for doubling in reversed(range(int(bars.max()).bit_length())):
            has = np.flatnonzero(bars >> doubling & 1)
            ids[places[has]] = bar[has] + doubling
            places[has] += 1
