"""What of a score is in the picture: from which bar to which, and which pitches.

Nothing here grows with the length of the score: a file of two notes may be a billion bars
long, and its picture needs no more lines than any other.
"""

from dataclasses import dataclass, replace

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.score import Score

EMPTY_BARS = 4  # what an empty roll shows
MARGIN = 2  # rows above the highest and below the lowest note
FEWEST_ROWS = 20
MIDDLE_C = 60
FARTHEST = 2**32  # bars: beyond it, ticks leave 64 bits

Bars = tuple[int, int | None]


@dataclass(frozen=True)
class Frame:
    """The edges of a picture.

    Attributes
    ----------
    first, last
        Bars counted from 0; the last is not in the picture.
    start, end
        The ticks at which they begin.
    low, high
        Pitches, both in the picture.
    """

    first: int
    last: int
    start: int
    end: int
    low: int
    high: int

    @property
    def rows(self) -> int:
        """How many pitches there are from low to high."""
        return self.high - self.low + 1


def frame(score: Score, bars: Bars | None = None) -> tuple[Frame, np.ndarray]:
    """Fit a frame to a score, or to some bars of it.

    Returns
    -------
    Frame
        Its edges.
    numpy.ndarray
        The places in `score.notes` of the notes that are in the picture.

    Examples
    --------
    >>> edges, shown = frame(Score(480, notes=[(0, 480, 60, 80, 0), (1920, 480, 72, 80, 0)]))
    >>> edges.last, edges.end, edges.low, edges.high, shown.tolist()
    (2, 3840, 57, 76, [0, 1])
    """
    begin = score.notes["start"]
    finish = begin + np.maximum(score.notes["duration"], 1)
    first, last = _span(score, int(finish.max(initial=0)), bars)
    start, end = (int(tick) for tick in score.timeline.bars_to_ticks([first, last]))
    end = max(end, start + 1)  # in a meter finer than the ticks, bars may have no length
    shown = np.flatnonzero((finish > start) & (begin < end))
    low, high = _pitches(score.notes["pitch"][shown])
    return Frame(first, last, start, end, low, high), shown


def extended(score: Score, edges: Frame, tick: int) -> Frame:
    """The frame with as many more bars as it takes to reach a tick.

    >>> score = Score(480, notes=[(0, 480, 60, 80, 0)])
    >>> extended(score, frame(score)[0], 2000).last
    2
    """
    last = int(score.timeline.ticks_to_bars(tick - 1)[0]) + 1
    return replace(edges, last=last, end=int(score.timeline.bars_to_ticks(last)))


def _span(score: Score, finish: int, bars: Bars | None) -> tuple[int, int]:
    whole = int(score.timeline.ticks_to_bars(finish - 1)[0]) + 1 if finish else EMPTY_BARS
    if bars is None:
        return 0, whole
    try:
        first, last = bars
        first = int(first or 0)
        last = max(whole, first + 1) if last is None else int(last)
    except (TypeError, ValueError, OverflowError):
        raise SymbolicError(f"bars takes (beginning, end) counted from 0, not {bars!r}") from None
    if not 0 <= first < last < FARTHEST:
        raise SymbolicError(f"bars={bars!r}: the beginning is 0 or more and the end comes after it")
    return first, last


def _pitches(pitch: np.ndarray) -> tuple[int, int]:
    lowest, highest = (pitch.min(), pitch.max()) if len(pitch) else (MIDDLE_C, MIDDLE_C)
    low, high = int(lowest) - MARGIN, int(highest) + MARGIN
    missing = max(FEWEST_ROWS - (high - low + 1), 0)
    low, high = low - missing // 2, high + missing - missing // 2
    return max(low, 0), min(high, 127)


def bar_lines(score: Score, edges: Frame, most: int) -> tuple[np.ndarray, np.ndarray]:
    """The bars to draw a line at, and their ticks: all or, if that is too many, every 2nd, 4th ...

    >>> score = Score(480, notes=[(0, 480 * 4 * 12, 60, 80, 0)])
    >>> bars, ticks = bar_lines(score, frame(score)[0], most=4)
    >>> bars.tolist(), ticks.tolist()
    ([0, 4, 8], [0, 7680, 15360])
    """
    step = 1
    while -(-(edges.last - edges.first) // step) > most:
        step *= 2
    bars = np.arange(-(-edges.first // step) * step, edges.last, step)
    return bars, score.timeline.bars_to_ticks(bars)


def bar_numbers(
    score: Score, edges: Frame, most: int, closest: float = 0.03
) -> list[tuple[int, str]]:
    """The ticks at which to write bar numbers, counted from 1, as people read them.

    >>> score = Score(480, notes=[(0, 480 * 4 * 12, 60, 80, 0)])
    >>> bar_numbers(score, frame(score)[0], most=4)
    [(0, '1'), (7680, '5'), (15360, '9')]
    """
    bars, ticks = bar_lines(score, edges, most)
    apart = closest * (edges.end - edges.start)
    numbers: list[tuple[int, str]] = []
    for bar, tick in zip(bars.tolist(), ticks.tolist(), strict=True):
        room = edges.end - tick >= apart or not numbers
        if room and (not numbers or tick - numbers[-1][0] >= apart):
            numbers.append((tick, str(bar + 1)))
    return numbers


def beat_lines(score: Score, edges: Frame, most: int) -> np.ndarray:
    """The ticks of the beats between the bar lines, or none where they would be too many."""
    if edges.last - edges.first > most or edges.last > 10_000:
        return np.zeros(0, np.int64)
    beats = score.timeline.beats(edges.end)
    beats = beats[beats >= edges.start]
    beats = np.setdiff1d(beats, score.timeline.bar_lines(edges.end))
    return beats if len(beats) <= most else beats[:0]
