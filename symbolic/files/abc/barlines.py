"""Bar lines, and the bars between them with their repeats and endings."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from symbolic.errors import UnreadableError
from symbolic.files.playing.order import LONGEST, Signs

COLONS = re.compile(r":+")
INVISIBLE = "[|]"
DOUBLE = ("||", "|]", "[|")
TWICE = 2
MOST_TIMES = 99


class Line(NamedTuple):
    """What a bar line says.

    Attributes
    ----------
    plays
        How often the section that ends here is played; 0 where none ends.
    begins
        Whether a repeated section begins.
    double
        Whether it is a double bar, of thin or thick lines.
    """

    plays: int
    begins: bool
    double: bool


@lru_cache(maxsize=1024)
def read_line(text: str, first: bool = False) -> Line:
    """What a bar line says, of whatever shape; `first` if no music comes before it.

    >>> read_line(":|:"), read_line("::|").plays, read_line("|]").double
    (Line(plays=2, begins=True, double=False), 3, True)
    """
    text = text.removeprefix(".")
    colons = [(match.start(), match.end()) for match in COLONS.finditer(text)]
    if not colons:
        visible = text.replace(INVISIBLE, "")
        return Line(0, False, any(double in visible for double in DOUBLE))
    if text == ":":
        return Line(0, False, False)
    if text.strip(":") == "":
        return Line(TWICE, True, False)
    left = right = 0
    for start, end in colons:
        if start == 0:
            left = end - start
        elif end == len(text):
            right = end - start
        elif first:
            right = max(right, end - start)
        else:
            left = max(left, end - start)
    return Line(min(left + 1, MOST_TIMES) if left else 0, right > 0, False)


@dataclass
class Ending:
    """A variant ending: the passes that it is for, and its bars."""

    passes: frozenset[int]
    first: int
    stop: int | None = None  # the bar after its last
    is_closed: bool = False  # by a sign that leaves no doubt that it is at an end


@dataclass
class VoiceBar:
    """A bar of one voice: where it begins in the voice, and its signs."""

    start: int
    signs: Signs


class VoiceBars:
    """The bars of one voice. Bars without notes or rests between their lines are none."""

    def __init__(self) -> None:
        self.bars = [VoiceBar(0, Signs())]
        self.endings: list[Ending] = []
        self.end = 0  # where the last bar ends
        self._dotted = -1  # where the last dotted line stands
        self._doubled = -1  # the bar before which the last double bar stands
        self._open = False  # whether a repeated section has begun by its sign

    @property
    def number(self) -> int:
        """The number of the bar that is being filled."""
        return len(self.bars) - 1

    @property
    def start(self) -> int:
        """Where that bar begins."""
        return self.bars[-1].start

    @property
    def signs(self) -> Signs:
        """The signs of that bar."""
        return self.bars[-1].signs

    def length(self, number: int) -> int:
        """The length of a bar, of those that are closed."""
        bars = self.bars
        end = bars[number + 1].start if number + 1 < len(bars) else self.end
        return end - bars[number].start

    def close(self, now: int) -> None:
        """End the bar, unless it is empty."""
        if now == self.bars[-1].start:
            return
        self.bars.append(VoiceBar(now, Signs()))
        if len(self.bars) > LONGEST:
            raise UnreadableError(f"more than {LONGEST:,} bars in a tune")

    def line(self, text: str, now: int) -> None:
        """A bar line."""
        line = read_line(self._with_colons(text, now), first=self.number == 0 and now == 0)
        self.close(now)
        if line.plays:
            self._repeat(line.plays)
        if line.begins or (line.double and not self._open):
            # a double bar is where a repeat begins whose beginning has no sign
            self.bars[-1].signs.begins = True
        self._doubled = -1 if line.begins else self.number
        if line.plays or line.begins:
            self._open = line.begins
        if line.plays or line.begins or line.double:
            self._close_ending(not line.plays)

    def _with_colons(self, text: str, now: int) -> str:
        """A bar line with the colons that a text or a field stands between: they repeat.

        A colon by itself is a dotted line.
        """
        if text == ":" and now == self.start:
            return "|:"
        if now == self._dotted:
            text = f":{text}"
        self._dotted = now if text == ":" else -1
        return text

    def ending(self, passes: frozenset[int], now: int) -> None:
        """A variant ending begins."""
        self.close(now)
        if self._doubled == self.number:
            self.bars[-1].signs.begins = False  # no repeat begins with its ending
        before = self.endings[-1] if self.endings else None
        self._close_ending(False)
        if before and before.stop == self.number and self.number and 1 not in passes:
            signs = self.bars[-2].signs
            signs.plays = signs.plays or TWICE  # the sign is often forgotten
        self.endings.append(Ending(passes, self.number))

    def finish(self, now: int) -> None:
        """After the last note: settle which bars belong to which ending."""
        self.close(now)
        last = self.bars.pop()
        self.end = last.start
        if self.bars and last.signs.jump:
            self.bars[-1].signs.jump = last.signs.jump
            self.bars[-1].signs.until = last.signs.until
        if self.bars and last.signs.fine:
            self.bars[-1].signs.fine = True
        self._close_ending(False)
        for ending, stop in zip(self.endings, self._stops(), strict=True):
            for bar in self.bars[ending.first : stop]:
                bar.signs.endings = ending.passes

    def _repeat(self, plays: int) -> None:
        if self.number:
            signs = self.bars[-2].signs
            signs.plays = max(signs.plays, plays)

    def _close_ending(self, is_closed: bool) -> None:
        if self.endings and self.endings[-1].stop is None:
            self.endings[-1].stop = self.number
            self.endings[-1].is_closed = is_closed

    def _stops(self) -> list[int]:
        """Where each ending stops: a last one that is not closed is as long as the first."""
        stops: list[int] = []
        length = 0
        for number, ending in enumerate(self.endings):
            stop = len(self.bars) if ending.stop is None else ending.stop
            if not self._follows(number):
                length = stop - ending.first
            elif not ending.is_closed and not self._follows(number + 1):
                stop = min(stop, ending.first + length)
            stops.append(stop)
        return stops

    def _follows(self, number: int) -> bool:
        """Whether an ending is one more for the section of the ending before it."""
        if not 0 < number < len(self.endings):
            return False
        before, ending = self.endings[number - 1 : number + 1]
        return before.stop == ending.first and 1 not in ending.passes


def read_passes(text: str) -> frozenset[int]:
    """The passes that an ending is for.

    >>> sorted(read_passes("[1,3-5"))
    [1, 3, 4, 5]
    """
    passes: set[int] = set()
    for part in text.strip("[").split(","):
        bounds = [int(number) for number in part.split("-")]
        passes.update(range(bounds[0], bounds[-1] + 1))
    return frozenset(passes - {0}) or frozenset({1})
