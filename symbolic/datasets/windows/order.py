"""The order of windows in an epoch: which of them make up each batch."""

from collections.abc import Callable

import numpy as np

from symbolic.datasets.windows import draws
from symbolic.datasets.windows.permutation import Permutation

BLOCK = 4096  # places that are worked out together
POOL = 32  # batches whose windows are sorted by length

Sizes = Callable[[int, np.ndarray], np.ndarray]


class Order:
    """All rows of an epoch, in a random order over the whole set, batch by batch.

    Parameters
    ----------
    count
        How many rows.
    seed
        None keeps them in order.
    drop_remainder
        Whether a last batch that is not full is left out.
    """

    def __init__(self, count: int, batch_size: int, seed: int | None, drop_remainder: bool):
        self.batch_size, self.seed = batch_size, seed
        full = count // batch_size
        self.batches = full if drop_remainder else -(-count // batch_size)
        self.rows = full * batch_size if drop_remainder else count
        self._count = count
        self._held = -1, 0, np.zeros(0, np.int64)  # an epoch, a place, the rows from there on

    def numbers(self, epoch: int, batch: int) -> np.ndarray:
        """The rows of a batch."""
        begin = batch * self.batch_size
        return self._stretch(epoch, begin, min(begin + self.batch_size, self.rows))

    def _stretch(self, epoch: int, begin: int, end: int) -> np.ndarray:
        """The rows at some places in a row.

        Who takes batch after batch is served from places that are worked out many at a time.
        """
        if self.seed is None:
            return np.arange(begin, end)
        held_epoch, held, numbers = self._held
        in_turn = held_epoch == epoch and held <= begin <= held + len(numbers)
        if not in_turn or end > held + len(numbers):
            held = begin
            reach = min(max(begin + BLOCK, end), self._count) if in_turn or begin == 0 else end
            order = Permutation(self._count, draws.key(self.seed, epoch, draws.ORDER))
            numbers = order(np.arange(begin, reach))
            self._held = epoch, begin, numbers
        return numbers[begin - held : end - held]


class SortedOrder(Order):
    """Rows of like length share a batch, so that little is filled up.

    The random order is cut into pools of some batches; in each the rows are sorted by length
    and dealt out, and then the batches are shuffled.
    """

    def __init__(
        self, count: int, batch_size: int, seed: int | None, drop_remainder: bool, sizes: Sizes
    ):
        super().__init__(count, batch_size, seed, drop_remainder)
        self._sizes = sizes
        self._pool: tuple[tuple[int, int], np.ndarray] | None = None

    def numbers(self, epoch: int, batch: int) -> np.ndarray:
        """The rows of a batch."""
        pool, place = divmod(batch, POOL)
        batches = min(POOL, self.batches - pool * POOL)
        if self.seed is not None:
            is_short = self.rows % self.batch_size and pool * POOL + batches == self.batches
            turns = batches - bool(is_short)  # a batch that is not full stays the last
            key = draws.key(self.seed, epoch, draws.BATCHES, pool)
            place = int(Permutation(turns, key)(np.array([place]))[0]) if place < turns else place
        begin = place * self.batch_size
        return self._sorted(epoch, pool)[begin : begin + self.batch_size]

    def _sorted(self, epoch: int, pool: int) -> np.ndarray:
        held = self._pool
        if held is not None and held[0] == (epoch, pool):
            return held[1]
        begin = pool * POOL * self.batch_size
        numbers = self._stretch(epoch, begin, min(begin + POOL * self.batch_size, self.rows))
        numbers = numbers[self._sizes(epoch, numbers).argsort(kind="stable")[::-1]]
        self._pool = (epoch, pool), numbers
        return numbers
