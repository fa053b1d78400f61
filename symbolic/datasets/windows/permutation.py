"""A random order of any number of things, of which each place is worked out alone.

An array of all numbers need not be shuffled, nor held: the place goes through a Feistel network,
which is a bijection of the words of so many bits, and goes through it again as long as what comes
out is none of the numbers.
"""

import numpy as np

from symbolic.datasets.windows import draws

ROUNDS, ROUNDS_OF_FEW = 8, 16
FEW = 10  # bits: with so few, eight rounds prefer some orders
FIRST, SECOND = np.uint64(draws.FIRST), np.uint64(draws.SECOND)


class Permutation:
    """A random order of `count` numbers.

    Examples
    --------
    >>> order = Permutation(5, key=7)
    >>> sorted(order(np.arange(5)).tolist())
    [0, 1, 2, 3, 4]
    """

    def __init__(self, count: int, key: int):
        bits = max((count - 1).bit_length(), 2)
        low = bits // 2
        rounds = ROUNDS_OF_FEW if bits <= FEW else ROUNDS
        self.count = np.uint64(count)
        self._shift = np.uint64(low)
        self._low, self._high = np.uint64(2**low - 1), np.uint64(2 ** (bits - low) - 1)
        self._keys = [np.uint64(draws.key(key, turn)) for turn in range(rounds)]

    def __call__(self, places: np.ndarray) -> np.ndarray:
        """The numbers that stand at some places."""
        numbers = self._once(np.asarray(places).astype(np.uint64))
        beyond = np.flatnonzero(numbers >= self.count)
        while len(beyond):
            numbers[beyond] = self._once(numbers[beyond])
            beyond = beyond[numbers[beyond] >= self.count]
        return numbers.astype(np.int64)

    def _once(self, words: np.ndarray) -> np.ndarray:
        """Through the network: in turn each half is changed by what the other says."""
        low, high = words & self._low, words >> self._shift
        for turn, key in enumerate(self._keys):
            if turn % 2:
                low ^= _said(high, key) & self._low
            else:
                high ^= _said(low, key) & self._high
        return high << self._shift | low


def _said(half: np.ndarray, key: np.uint64) -> np.ndarray:
    said = (half + key) * FIRST
    said ^= said >> np.uint64(29)
    said *= SECOND
    said >>= np.uint64(32)
    return said
