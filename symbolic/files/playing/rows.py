"""What notation says, as rows that know their bar: notes, words and signs, and the bars.

Times are counted in whatever unit their reader counts in, all in the same.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from symbolic.files.playing.order import Signs

Meter = tuple[int, int]
Time = Any  # a Fraction of quarters, or a whole number of some unit
WHOLE_SCORE = -1  # in place of a part: said of all


@dataclass
class Bar:
    """One bar as it is notated."""

    start: Time
    length: Time
    meter: Meter
    signs: Signs = field(default_factory=Signs)


class Played(NamedTuple):
    """A note as it is notated, in its bar."""

    bar: int
    at: Time
    length: Time
    pitch: int
    velocity: int
    part: int
    voice: Any
    tie: str | None = None
    grace: int = 0  # its place in a row of grace notes, from 1; 0 for any other note


class Said(NamedTuple):
    """A word or a sign: lyric, chord, text, marker, tempo or key."""

    bar: int
    at: Time
    kind: str
    value: Any
    part: int
    verse: int = 1


def length_of(meter: Meter) -> Fraction:
    """The length of a full bar in quarters."""
    return Fraction(4 * meter[0], meter[1])
