"""The bars of a stream: where they begin, how long they are, in which meter."""

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from symbolic.files.music21.signs import read_signs
from symbolic.files.playing.rows import Bar, Meter, length_of
from symbolic.score.tables import RANGES
from symbolic.score.timeline import DEFAULT_METER


class Bars:
    """The bars of a piece, the same for all parts.

    music21 places the measures of each part by themselves; where they disagree, because one
    part leaves a bar unfilled, a bar is as long as its longest measure.

    Parameters
    ----------
    parts
        For every part, its offset and its stream.
    """

    def __init__(self, parts: Sequence[tuple[Fraction, Any]]):
        from music21 import spanner, stream

        measures = [list(part.getElementsByClass(stream.Measure)) for _, part in parts]
        count = max(map(len, measures), default=0)
        self._full = [len(some) == count and count > 0 for some in measures]
        if count:
            complete = [some for some, full in zip(measures, self._full, strict=True) if full]
            columns = list(zip(*complete, strict=True))
            self.bars = _measured(columns, self._starts(parts, measures))
            brackets = [b for _, part in parts for b in part[spanner.RepeatBracket]]
            found = read_signs(columns, brackets)
            for bar, signs in zip(self.bars, found, strict=True):
                bar.signs = signs
        else:
            self.bars = _unmeasured(parts)
        self._begins = [bar.start for bar in self.bars]

    def _starts(self, parts, measures) -> list[list[Fraction]]:
        """Where the measures of each part begin, of the parts that have all measures."""
        return [
            [offset + exact(part.elementOffset(measure)) for measure in some]
            for (offset, part), some, full in zip(parts, measures, self._full, strict=True)
            if full
        ]

    def has_all(self, part: int) -> bool:
        """Whether a part has a measure for every bar."""
        return self._full[part]

    def place(self, offset: Fraction) -> tuple[int, Fraction]:
        """The bar at a distance from the beginning, and the rest."""
        bar = max(bisect_right(self._begins, offset) - 1, 0)
        return bar, offset - self._begins[bar]


def exact(quarters: Any) -> Fraction:
    """music21's offsets and lengths as fractions: it keeps thirds so, and halves as floats.

    >>> exact(0.25), exact(1 / 3)
    (Fraction(1, 4), Fraction(1, 3))
    """
    return Fraction(quarters).limit_denominator(65535)


def _measured(columns: Sequence[Sequence[Any]], starts: list[list[Fraction]]) -> list[Bar]:
    bars: list[Bar] = []
    meter: Meter = DEFAULT_METER
    at = min(some[0] for some in starts)
    for number, column in enumerate(columns):
        meter = next((m for m in map(_meter_in, column) if m), meter)
        if number + 1 < len(columns):
            length = max(some[number + 1] - some[number] for some in starts)
        else:
            length = max(exact(measure.highestTime) for measure in column)
            length = length or length_of(meter)
        bars.append(Bar(at, length, meter))
        at += length
    return bars


def _unmeasured(parts: Sequence[tuple[Fraction, Any]]) -> list[Bar]:
    """A stream without measures: every time signature begins a long bar."""
    from music21 import meter

    changes: dict[Fraction, Meter] = {}
    for offset, part in parts:
        for sign in part.getElementsByClass(meter.TimeSignature):
            found = _meter_of(sign)
            if found:
                changes.setdefault(offset + exact(part.elementOffset(sign)), found)
    if not changes or min(changes) > 0:
        changes[Fraction(0)] = DEFAULT_METER
    starts = sorted(changes)
    end = max((offset + exact(part.highestTime) for offset, part in parts), default=starts[-1])
    ends = [*starts[1:], max(end, starts[-1])]
    return [Bar(a, b - a, changes[a]) for a, b in zip(starts, ends, strict=True)]


def _meter_in(measure: Any) -> Meter | None:
    from music21 import meter

    signs = measure.getElementsByClass(meter.TimeSignature)
    return _meter_of(signs[0]) if signs else None


def _meter_of(sign: Any) -> Meter | None:
    """Numerator and denominator, unless they are more than a score can hold."""
    found = int(sign.numerator), int(sign.denominator)
    fits = all(
        RANGES[name][0] <= number <= RANGES[name][1]
        for name, number in zip(("numerator", "denominator"), found, strict=True)
    )
    return found if fits else None
