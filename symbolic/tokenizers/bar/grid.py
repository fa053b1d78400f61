"""The grid of bars that tokens can say, and where a score's events fall on it.

Bars begin where meters let them begin, and grid lines with the bars. Where a score starts a bar
before the last one is full (a pickup, a meter change in mid-bar), that bar is cut at the tick.
Events are placed against the bars as they will be decoded, so no rounding adds up.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from symbolic.score import Score, Timeline
from symbolic.score.tables import METER, RANGES, TEMPO

FINEST = 480  # decoded scores have at least this many ticks in a quarter
LATEST = RANGES["time"][1]  # ticks; what lies there or later is passed over
LONGEST = 2**36  # bars; what lies beyond is passed over, so that every time fits
NEVER = 2**62  # a tick
TOUCHING = 1  # ticks: a bar that begins as near to a bar line was moved from it by rounding


def resolution_of(positions: int) -> int:
    """The resolution of decoded scores: a multiple of the grid.

    >>> resolution_of(12), resolution_of(7)
    (480, 483)
    """
    return positions * -(-FINEST // positions)


def longest_note(step: int) -> int:
    """The most steps that a note of a decoded score may last."""
    return RANGES["duration"][1] // step


def short_note(step: int) -> int:
    """The ticks of a note that ends long before the next grid line; 0 if a step is one tick.

    A quarter of a step: so no end is moved by more than three quarters, be the onset moved by half.

    >>> short_note(40), short_note(2), short_note(1)
    (10, 1, 0)
    """
    return max(step // 4, 1) if step > 1 else 0


class Part(NamedTuple):
    """What begins with a meter: its first tick and bar, and the ticks after which the bar before
    was cut for it (0: it is full)."""

    time: int
    bar: int
    meter: tuple[int, int]
    cut: int = 0


@dataclass
class Grid:
    """Bars in the ticks of the score that will be decoded.

    Attributes
    ----------
    resolution, step
        Ticks in a quarter, and between grid lines.
    parts
        What begins with a meter, in order.
    """

    resolution: int
    step: int
    parts: list[Part]

    @property
    def changes(self) -> list[tuple[int, int, int]]:
        """Bars that begin with another meter: their number, numerator, denominator."""
        pairs = pairwise(self.parts)
        return [(part.bar, *part.meter) for before, part in pairs if part.meter != before.meter]

    @property
    def cuts(self) -> list[tuple[int, int, int]]:
        """Bars that end early: their number, and the step and the ticks after it at which."""
        cut = [part for part in self.parts if part.cut]
        return [(part.bar - 1, *divmod(part.cut, self.step)) for part in cut]

    @cached_property
    def timeline(self) -> Timeline:
        """The bars as decoded."""
        rows = np.array([(part.time, *part.meter) for part in self.parts], METER)
        return Timeline(self.resolution, np.empty(0, TEMPO), rows)

    @cached_property
    def even(self) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
        """If all bars are whole steps, as nearly always: for each meter the tick at which it
        begins, the steps in its bar, and the number of its first bar."""
        held = [part for part, after in pairwise(self.parts) if part.time != after.time]
        columns = []
        for time, bar, (numerator, denominator), _ in [*held, self.parts[-1]]:
            length = 4 * self.resolution * numerator
            if length % (denominator * self.step):
                return None
            columns.append((time, length // (denominator * self.step), bar))
        begin, length, first = np.array(columns, np.int64).T.copy()
        return begin, length, first

    def place(self, ticks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The bar and the step within it that are nearest to each tick. A bar line is one too."""
        if self.even is not None:
            begin, length, first = self.even
            if len(begin) == 1:
                return np.divmod((ticks + self.step // 2) // self.step, length[0])
            meter = begin.searchsorted(ticks, side="right") - 1
            step = (ticks - begin[meter] + self.step // 2) // self.step
            line, following = begin[meter] + step * self.step, np.append(begin[1:], NEVER)[meter]
            over = (line >= following) | (following - ticks < ticks - line)
            meter, step = meter + over, np.where(over, 0, step)
            bar, step = np.divmod(step, length[meter])
            return bar + first[meter], step
        bar, past = self.timeline.ticks_to_bars(ticks)
        length = self.timeline.bars_to_ticks(bar + 1) - (ticks - past)
        step = (2 * past + self.step) // (2 * self.step)
        over = (step * self.step >= length) | (length - past < past - step * self.step)
        return bar + over, np.where(over, 0, step)

    def before(self, ticks: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The bar and the step within it that are the last by each tick, and the ticks since."""
        bar, past = self.timeline.ticks_to_bars(ticks)
        return bar, *np.divmod(past, self.step)

    def ticks(self, bar: np.ndarray, step: np.ndarray) -> np.ndarray:
        """The tick of a step in a bar."""
        if self.even is not None and len(self.even[0]) == 1:
            return (bar * self.even[1][0] + step) * self.step
        return self.timeline.bars_to_ticks(bar) + step * self.step


def rescaled(ticks: np.ndarray, score: Score, resolution: int) -> np.ndarray:
    """A score's ticks at another resolution, to the nearest."""
    if score.resolution == resolution:
        return ticks
    return (2 * ticks * resolution + score.resolution) // (2 * score.resolution)


def grid_of(score: Score, positions: int) -> Grid:
    """The grid for a score."""
    resolution = resolution_of(positions)
    step = resolution // positions
    meters = score.timeline.meters
    starts = rescaled(meters["time"], score, resolution).tolist()
    walk = _Walk(resolution, step)
    for start, numerator, denominator in zip(
        starts, meters["numerator"].tolist(), meters["denominator"].tolist(), strict=True
    ):
        walk.take(start, (numerator, denominator))
    return Grid(resolution, step, walk.parts)


class _Walk:
    """Goes from meter to meter, counting bars."""

    def __init__(self, resolution: int, step: int):
        self.resolution, self.step = resolution, step
        self.parts = [Part(0, 0, (4, 4))]

    def take(self, start: int, meter: tuple[int, int]) -> None:
        """Take the next meter of the score, which begins at a tick."""
        time, bar, cut = self._bar_from(start)
        if time >= LATEST or bar > LONGEST:
            return
        if time == self.parts[-1].time and len(self.parts) > 1:
            cut = self.parts.pop().cut  # of meters at one bar line the last holds
        if cut or meter != self.parts[-1].meter:
            self.parts.append(Part(time, bar, meter, cut))

    def _bar_from(self, start: int) -> tuple[int, int, int]:
        """The tick and number of the bar that begins at a tick, or touching it, and the ticks
        after which the bar before it must be cut for that (0: it is full)."""
        part = self.parts[-1]
        numerator, denominator = part.meter
        length = 4 * self.resolution * numerator  # times the denominator
        since = max(start - part.time, 0)
        bars = since * denominator // length
        begin = part.time - (-bars * length // denominator)
        end = part.time - (-(bars + 1) * length // denominator)
        if start <= begin + TOUCHING:
            # Of bars shorter than a tick several begin at one; the first is the one counted.
            bars = max((begin - part.time - 1) * denominator // length + 1, 0)
            return begin, part.bar + bars, 0
        if start >= end - TOUCHING:
            return end, part.bar + bars + 1, 0
        return start, part.bar + bars + 1, start - begin
