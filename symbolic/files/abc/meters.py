"""The M: field."""

import re

from symbolic.files.abc.lengths import Meter
from symbolic.score.tables import RANGES

SIGNS = {"C": (4, 4), "C|": (2, 2)}
FREE = {"", "none", "free"}
METER = re.compile(r"\D{0,20}?\(?(\d{1,3}(?:\s*\+\s*\d{1,3}){0,20})\)?\s*/\s*(\d{1,5})\b.*")


class NoMeter(ValueError):
    """A meter that makes no sense."""


def read_meter(text: str) -> Meter | None:
    """The meter of an M: field; None for free meter.

    Raises `NoMeter` for what is no meter.

    >>> read_meter("C|"), read_meter("(2+3+2)/8"), read_meter("none")
    ((2, 2), (7, 8), None)
    """
    sign = "".join(text.split())
    if sign in SIGNS:
        return SIGNS[sign]
    if sign.lower() in FREE:
        return None
    match = METER.fullmatch(text.strip())
    if not match:
        raise NoMeter(text)
    beats = sum(map(int, match[1].split("+")))
    value = int(match[2])
    fits = RANGES["numerator"][0] <= beats <= RANGES["numerator"][1]
    if not fits or value.bit_count() != 1 or value > RANGES["denominator"][1]:
        raise NoMeter(text)
    return beats, value


def is_compound(meter: Meter | None) -> bool:
    """Whether beats divide into three, as in 6/8.

    >>> is_compound((6, 8)), is_compound((3, 4))
    (True, False)
    """
    return meter is not None and meter[1] >= 8 and meter[0] > 3 and meter[0] % 3 == 0
