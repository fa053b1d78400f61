"""Lengths: whole numbers of a unit so fine that those of any sane rhythm are whole."""

import re

# Into how many units a quarter is divided: 2048th notes, and tuplets of up to 16 in tuplets.
QUARTER = 2**9 * 3**3 * 5**2 * 7 * 11 * 13
WHOLE = 4 * QUARTER

Meter = tuple[int, int]

FRACTION = re.compile(r"\s*(\d{1,4})\s*(?:/\s*(\d{1,4}))?")
SHORT_BAR = 3 / 4  # of a whole note: in shorter bars the unit is a sixteenth


def bar_length(meter: Meter) -> int:
    """The length of a full bar.

    >>> bar_length((6, 8)) / QUARTER
    3.0
    """
    return WHOLE * meter[0] // meter[1]


def read_unit(text: str) -> int | None:
    """The unit note length that an L: field sets; None if it makes no sense.

    >>> read_unit("1/8") / QUARTER
    0.5
    """
    match = FRACTION.fullmatch(text.strip())
    if not match:
        return None
    over, under = int(match[1]), int(match[2] or 1)
    return WHOLE * over // under if over and under and WHOLE * over % under == 0 else None


def default_unit(meter: Meter | None) -> int:
    """The unit note length of a tune without an L: field: it follows from the meter.

    >>> default_unit((2, 4)) / QUARTER, default_unit((3, 4)) / QUARTER
    (0.25, 0.5)
    """
    short = meter is not None and meter[0] / meter[1] < SHORT_BAR
    return QUARTER // 4 if short else QUARTER // 2
