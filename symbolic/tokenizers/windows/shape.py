"""The shape of a window: how many bars, in which meter, in how many steps."""

from dataclasses import dataclass
from typing import Any

from symbolic.errors import SymbolicError
from symbolic.score.checks import whole

FINEST = 24  # steps in a quarter
LONGEST = 1024  # bars in a window


@dataclass(frozen=True)
class Shape:
    """Bars of one meter, cut into steps.

    Attributes
    ----------
    bars
        In a window.
    hop
        Bars from the beginning of one window to the beginning of the next.
    meter
        Numerator and denominator.
    steps
        In a quarter note.

    Examples
    --------
    >>> [Shape(1, 1, meter, 4).bar for meter in [(4, 4), (3, 4), (6, 8), (9, 8), (12, 8), (2, 4)]]
    [16, 12, 12, 18, 24, 8]
    """

    bars: int
    hop: int
    meter: tuple[int, int]
    steps: int

    @property
    def bar(self) -> int:
        """Steps in a bar."""
        return 4 * self.steps * self.meter[0] // self.meter[1]

    @property
    def length(self) -> int:
        """Steps in a window."""
        return self.bars * self.bar

    def takes(self, numerator: int, denominator: int) -> bool:
        """Whether bars of a meter are as long as these, and beaten alike: 2/2 goes for 4/4."""
        own = self.meter
        same_length = int(numerator) * own[1] == int(denominator) * own[0]
        return same_length and _is_compound(numerator, denominator) == _is_compound(*own)


def shape(bars: Any, hop: Any, meter: Any, steps: Any) -> Shape:
    """The shape that a tokenizer's arguments ask for, or one sentence about what is wrong.

    >>> shape(2, None, (3, 4), 4)
    Shape(bars=2, hop=2, meter=(3, 4), steps=4)
    """
    bars = whole("bars", bars, 1, LONGEST)
    hop = bars if hop is None else whole("hop", hop, 1, LONGEST)
    steps = whole("steps", steps, 1, FINEST)
    try:
        numerator, denominator = meter
    except (TypeError, ValueError):
        raise SymbolicError(f"meter is a pair such as (4, 4), not {meter!r:.80}") from None
    numerator = whole("meter's numerator", numerator, 1, 255)
    denominator = whole("meter's denominator", denominator, 1, 64)
    if denominator & (denominator - 1):
        raise SymbolicError(f"{numerator}/{denominator}: a meter's denominator is 1, 2, 4, 8, ...")
    if 4 * steps * numerator % denominator:
        raise SymbolicError(
            f"a bar of {numerator}/{denominator} is no whole number of steps at {steps} a quarter"
        )
    return Shape(bars, hop, (numerator, denominator), steps)


def _is_compound(numerator: int, denominator: int) -> bool:
    """Whether beats are dotted, as in 6/8, which lasts as long as 3/4."""
    return denominator >= 8 and numerator > 3 and numerator % 3 == 0
