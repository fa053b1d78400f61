"""The bars and beats that a score is written in, and where its notes lie on them."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from symbolic.errors import SymbolicError
from symbolic.files.music21.values import (
    DIVISIONS,
    FINEST,
    Value,
    division_for,
    nearest,
    values_for,
)
from symbolic.files.playing.rows import Meter, length_of
from symbolic.score.score import Score

PLAIN = (1, 1)  # no tuplet
SHORTEST = 8  # a note that the grid leaves no length becomes a thirty-second
MOST_BARS = 20_000  # more are a fault in the meters, and would take hours to write


class WrittenBar(NamedTuple):
    """A bar to be written; times in quarters."""

    start: Fraction
    end: Fraction
    meter: Meter

    @property
    def missing(self) -> Fraction:
        """What a pickup, or any bar cut short, lacks to be full."""
        return max(length_of(self.meter) - (self.end - self.start), Fraction(0))


def written_bars(score: Score) -> list[WrittenBar]:
    """The bars of a score."""
    if score.bars > MOST_BARS:
        raise SymbolicError(f"{score.bars:,} bars are too many to write as notation")
    count = max(score.bars, 1)
    ticks = [int(score.timeline.bars_to_ticks(bar)) for bar in range(count + 1)]
    lines = [_on_finest(Fraction(tick, score.resolution)) for tick in ticks]
    bars = zip(lines, lines[1:], ticks, strict=False)
    return [
        WrittenBar(start, end, score.timeline.meter_at(tick))
        for start, end, tick in bars
        if end > start
    ]


def _on_finest(quarters: Fraction) -> Fraction:
    return nearest(quarters, FINEST)


class Grid:
    """The grid of one part: every beat is divided as its notes ask for.

    Parameters
    ----------
    bars
        The bars of the score.
    moments
        When the notes of the part begin and end, in quarters.
    """

    def __init__(self, bars: Sequence[WrittenBar], moments: Iterable[Fraction]):
        self.bars = bars
        self._starts = [bar.start for bar in bars]
        phases: dict[Fraction, set[Fraction]] = defaultdict(set)
        for moment in moments:
            beat = self.beat(moment)
            phases[beat].add(moment - beat)
        self._divisions = {beat: division_for(some) for beat, some in phases.items()}

    def bar(self, moment: Fraction) -> WrittenBar:
        """The bar around a moment; the last one for what lies behind it."""
        return self.bars[self.number(moment)]

    def number(self, moment: Fraction) -> int:
        """The number of the bar around a moment, counted from 0."""
        return max(bisect_right(self._starts, moment) - 1, 0)

    def beat(self, moment: Fraction) -> Fraction:
        """Where the quarter of its bar around a moment begins."""
        start = self.bar(moment).start
        return start + (moment - start) // 1

    def division(self, moment: Fraction) -> int:
        """Into how many the beat around a moment is divided."""
        return self._divisions.get(self.beat(moment), 1)

    def place(self, moment: Fraction) -> Fraction:
        """The grid line of a moment."""
        beat = self.beat(moment)
        line = beat + nearest(moment - beat, self.division(moment))
        return min(line, self.bar(moment).end)

    def after(self, line: Fraction) -> Fraction:
        """The next grid line: the shortest note that can begin at one ends there."""
        division = self.division(line)
        if DIVISIONS[division] == PLAIN:
            division = max(division, SHORTEST)
        return min(line + Fraction(1, division), self.beat(line) + 1, self.bar(line).end)

    def values(self, start: Fraction, end: Fraction) -> Iterator[tuple[Fraction, Value]]:
        """Cut a length at bar lines and tuplets, into values that can be written."""
        while start < end:
            until = min(end, self.bar(start).end)
            tuplet = DIVISIONS[self.division(start)]
            if tuplet != PLAIN:
                until = min(until, self.beat(start) + 1)
            else:
                until = self._plain_until(start, until)
            for value in values_for(until - start, tuplet):
                yield start, value
                start += value.length

    def _plain_until(self, start: Fraction, end: Fraction) -> Fraction:
        """Go on over the beats that are no tuplets."""
        beat = self.beat(start) + 1
        while beat < end and DIVISIONS[self.division(beat)] == PLAIN:
            beat += 1
        return min(beat, end)
