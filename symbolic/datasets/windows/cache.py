"""What has been encoded once is kept, as far as memory allows."""

from collections.abc import Callable
from typing import Any

import numpy as np

from symbolic.score import Score
from symbolic.score.tables import TABLES

OVERHEAD = 150  # bytes of an array object and its place in a dict


class Cache:
    """Keeps what comes first until the budget is spent.

    Windows are asked for in random order, so nothing that is kept is worth more than another,
    and to put one in the place of another would gain nothing.

    Attributes
    ----------
    budget
        Bytes.
    spent
        Of these.
    """

    def __init__(self, budget: int):
        self.budget = budget
        self.spent = 0
        self._epoch = -1
        self._lasting: dict[int, Any] = {}
        self._fresh: dict[int, Any] = {}

    def lasting(self, number: int, make: Callable[[int], Any]) -> Any:
        """What is made of a number, and is the same in every epoch."""
        found = self._lasting.get(number)
        return self._kept(self._lasting, number, make(number)) if found is None else found

    def of_epoch(self, epoch: int, number: int, make: Callable[[int], Any]) -> Any:
        """What is made of a number, anew for every epoch."""
        if epoch != self._epoch:
            self.spent -= sum(map(size_of, self._fresh.values()))
            self._epoch, self._fresh = epoch, {}
        fresh = self._fresh
        found = fresh.get(number)
        return self._kept(fresh, number, make(number)) if found is None else found

    def _kept(self, store: dict[int, Any], number: int, made: Any) -> Any:
        size = size_of(made)
        if self.spent + size <= self.budget:
            store[number] = made
            self.spent += size
        return made

    def __reduce__(self) -> tuple:
        return Cache, (self.budget,)  # another process keeps its own


def size_of(made: np.ndarray | Score) -> int:
    """How many bytes an array or a score takes, about."""
    if isinstance(made, Score):
        return sum(getattr(made, name).nbytes + OVERHEAD for name in TABLES)
    return made.nbytes + OVERHEAD
