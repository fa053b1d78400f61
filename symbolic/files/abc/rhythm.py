"""Rhythm: from lengths as they are written to lengths as they sound."""

import re

from symbolic.files.abc.lengths import Meter
from symbolic.files.abc.meters import is_compound

# Tuplets: so many notes in the time of so many; None: of three in compound time, else of two.
IN_TIME_OF: dict[int, int | None] = {
    1: 1, 2: 3, 3: 2, 4: 3, 5: None, 6: 2, 7: None, 8: 3, 9: None,
}  # fmt: skip
TUPLET = re.compile(r"\((\d+):?(\d*):?(\d*)")
MOST_MARKS = 6  # of broken rhythm: more make notes shorter than any can be played


class Rhythm:
    """What a voice's notes and rests last.

    Parameters
    ----------
    unit
        The unit note length.
    meter
        The meter, None for free.

    Attributes
    ----------
    exact
        Whether every length so far is a whole number of units of time.
    """

    def __init__(self, unit: int, meter: Meter | None):
        self.unit, self.meter = unit, meter
        self.exact = True
        self._tuplet = (1, 1)
        self._left = 0  # notes that the tuplet still takes
        self._broken: tuple[int, int] | None = None  # what the next note is multiplied by

    def length(self, over: int, under: int) -> int:
        """The length of the next note, written as a fraction of the unit."""
        if self._broken is None and not self._left:
            if under == 1:
                return self.unit * over
            return self._scaled(self.unit, over, under)
        if self._broken is not None:
            over, under = over * self._broken[0], under * self._broken[1]
            self._broken = None
        if self._left:
            self._left -= 1
            over, under = over * self._tuplet[0], under * self._tuplet[1]
        return self._scaled(self.unit, over, under)

    def tuplet(self, sign: str) -> None:
        """Begin a tuplet: (p, (p:q or (p:q:r puts p notes into the time of q, for r notes."""
        p, q, r = (int(number or 0) for number in TUPLET.match(sign).groups())  # type: ignore[union-attr]
        usual = IN_TIME_OF.get(p, 2) or (3 if is_compound(self.meter) else 2)
        if p:
            self._tuplet, self._left = (q or usual, p), r or p

    def broken(self, marks: str, before: int) -> int:
        """Broken rhythm after a note of some length: its new length; the next note follows.

        One > dots the note and halves the next; every further one halves the next again.
        """
        halved = 1 << min(len(marks), MOST_MARKS)
        long, short = (2 * halved - 1, halved), (1, halved)
        here, self._broken = (long, short) if marks[0] == ">" else (short, long)
        return self._scaled(before, *here)

    def _scaled(self, length: int, over: int, under: int) -> int:
        scaled, rest = divmod(length * over, under)
        if rest:
            self.exact = False
        return scaled
