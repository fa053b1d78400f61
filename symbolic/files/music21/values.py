"""Note values: the grid of each beat, and lengths as values that can be written."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

# How a quarter may be divided, in the order in which an exact fit is looked for, and the
# tuplet (so many in the time of so many) that each is written in.
DIVISIONS = {
    1: (1, 1), 2: (1, 1), 4: (1, 1), 8: (1, 1), 3: (3, 2), 6: (3, 2), 12: (3, 2),
    16: (1, 1), 24: (3, 2), 5: (5, 4), 10: (5, 4), 7: (7, 4), 32: (1, 1), 48: (3, 2),
}  # fmt: skip
PERFORMED = (8, 12)  # what to round to where nothing fits

VALUES = {
    Fraction(4): "whole",
    Fraction(2): "half",
    Fraction(1): "quarter",
    Fraction(1, 2): "eighth",
    Fraction(1, 4): "16th",
    Fraction(1, 8): "32nd",
    Fraction(1, 16): "64th",
    Fraction(1, 32): "128th",
    Fraction(1, 64): "256th",
}
DOTTED = {value * 3 / 2: (name, 1) for value, name in VALUES.items()}
WRITABLE = sorted({**{v: (n, 0) for v, n in VALUES.items()}, **DOTTED}.items(), reverse=True)
FINEST = 32  # bar lines lie on a grid of so many to a quarter


class Value(NamedTuple):
    """A note value: its name, its dots, its tuplet, and its length in quarters."""

    name: str
    dots: int
    tuplet: tuple[int, int]
    length: Fraction


def division_for(phases: Iterable[Fraction]) -> int:
    """The division of a quarter that moments within it lie on, or lie nearest to.

    >>> division_for([Fraction(1, 3), Fraction(1, 2)]), division_for([Fraction(1, 4)])
    (6, 4)
    """
    phases = set(phases)
    for division in DIVISIONS:
        if all((phase * division).denominator == 1 for phase in phases):
            return division
    return min(PERFORMED, key=lambda n: sum(abs(phase - nearest(phase, n)) for phase in phases))


def nearest(moment: Fraction, division: int) -> Fraction:
    """The nearest grid line."""
    return Fraction(round(moment * division), division)


def values_for(length: Fraction, tuplet: tuple[int, int]) -> list[Value]:
    """The note values, longest first, that tied together last so long.

    >>> [value.name for value in values_for(Fraction(5, 4), (1, 1))]
    ['quarter', '16th']
    """
    actual, normal = tuplet
    rest = length * actual / normal
    values = []
    for value, (name, dots) in WRITABLE:
        while value <= rest:
            values.append(Value(name, dots, tuplet, value * normal / actual))
            rest -= value
    return values
