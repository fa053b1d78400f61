"""Layouts: how the windows of an epoch become batches of arrays."""

from abc import ABC, abstractmethod
from typing import Any

import numpy as np

from symbolic.datasets.windows.cut import Cut
from symbolic.datasets.windows.forms import (
    after_silence,
    filled,
    next_tokens,
    packed_tokens,
    width_of,
)
from symbolic.datasets.windows.harmony import CHORDS
from symbolic.datasets.windows.labels import TOKENS, Labels
from symbolic.datasets.windows.options import BARS, BUCKETED, NEXT, PACKED, ROWS, Options
from symbolic.datasets.windows.order import Order, SortedOrder
from symbolic.datasets.windows.packing import packed


class Layout(ABC):
    """Makes any batch of any epoch.

    Attributes
    ----------
    order
        Which rows are in which batch.
    varies
        Whether batches differ in width.
    """

    order: Order
    varies = False

    def __init__(self, cut: Cut, options: Options, pad: int, labels: Labels):
        self._cut, self._options, self._pad, self._labels = cut, options, pad, labels
        self._widest = options.longest if options.unit == BARS else options.length

    def _order(self, rows: int) -> Order:
        options = self._options
        return Order(rows, options.batch_size, options.order_seed, options.drop_remainder)

    @abstractmethod
    def batch(self, epoch: int, number: int, share: slice) -> Any:
        """Some rows of a batch."""

    def _formed(self, windows: Any, width: int, labels: dict[str, np.ndarray]) -> Any:
        if self._options.task == NEXT:
            tokens, *others = next_tokens(windows, width, self._pad)
            return {TOKENS: tokens, **labels} if labels else tokens, *others
        tokens = filled(windows, width, self._pad)[0]
        return {TOKENS: tokens, **labels} if labels else tokens

    def _told(self, epoch: int, numbers: np.ndarray, semitones: Any) -> dict[str, np.ndarray]:
        if len(self._labels) == 0:
            return {}
        told = self._labels.told(epoch, numbers, self._cut.place(numbers)[0], semitones)
        if self._labels.harmony:
            told[CHORDS] = self._cut.chords(numbers, np.asarray(semitones))
            told[CHORDS][self._labels.hidden(CHORDS, epoch, numbers)] = 0
        return told


class Padded(Layout):
    """Every batch is as wide."""

    def __init__(self, cut: Cut, options: Options, pad: int, labels: Labels):
        super().__init__(cut, options, pad, labels)
        self.order = self._order(len(cut))

    def batch(self, epoch: int, number: int, share: slice) -> Any:
        """Some rows of a batch."""
        numbers = self.order.numbers(epoch, number)[share]
        windows, semitones = self._cut.moved(epoch, numbers)
        if self._options.unit == ROWS and self._options.task == NEXT:
            windows = after_silence(np.asarray(windows))
        return self._formed(windows, self._widest, self._told(epoch, numbers, semitones))


class Bucketed(Layout):
    """Windows of like length share a batch, which is as wide as the longest of them."""

    varies = True

    def __init__(self, cut: Cut, options: Options, pad: int, labels: Labels):
        super().__init__(cut, options, pad, labels)
        self.order = SortedOrder(
            len(cut), options.batch_size, options.order_seed, options.drop_remainder, cut.sizes
        )

    def batch(self, epoch: int, number: int, share: slice) -> Any:
        """Some rows of a batch, as wide as the whole of it."""
        numbers = self.order.numbers(epoch, number)
        windows, semitones = self._cut.moved(epoch, numbers)
        width = width_of(windows, self._widest, self._options.ahead)
        told = self._told(epoch, numbers[share], semitones[share])
        return self._formed(windows[share], width, told)


class Packed(Layout):
    """Short windows share a row, which says where each begins."""

    def __init__(self, cut: Cut, options: Options, pad: int, labels: Labels):
        super().__init__(cut, options, pad, labels)
        sizes = cut.sizes(0, np.arange(len(cut))) - options.ahead
        self._windows, self._offsets = packed(sizes, options.length)
        self.order = self._order(len(self._offsets) - 1)

    def batch(self, epoch: int, number: int, share: slice) -> Any:
        """Some rows of a batch."""
        rows = self.order.numbers(epoch, number)[share]
        begins, ends = self._offsets[rows], self._offsets[rows + 1]
        places = [np.arange(begin, end) for begin, end in zip(begins, ends, strict=True)]
        numbers = self._windows[np.concatenate([np.zeros(0, np.int64), *places])]
        windows = self._cut.windows(epoch, numbers)
        row_of = np.repeat(np.arange(len(rows)), ends - begins)
        return packed_tokens(windows, row_of, len(rows), self._options.length, self._pad)


def layout(cut: Cut, options: Options, pad: int, labels: Labels) -> Layout:
    """The layout that the options ask for."""
    known: dict[str, type[Layout]] = {BUCKETED: Bucketed, PACKED: Packed}
    return known.get(options.layout, Padded)(cut, options, pad, labels)
