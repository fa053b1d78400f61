"""The order in which bars are played: repeats, endings, da capo, dal segno, coda and fine."""

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 100_000  # bars played; a file that asks for more means harm


@dataclass
class Signs:
    """The signs of one bar that send a player elsewhere.

    Attributes
    ----------
    begins
        A repeated section begins with the bar.
    plays
        At its end a repeated section ends that is played so many times; 0 if none ends.
    endings
        The passes that this bar belongs to (first ending, second ending); empty for every pass.
    segno, coda, fine
        The sign stands in the bar.
    jump
        At its end the player goes back: "capo" or "segno"; "" if not.
    until
        How that jump goes on: "fine", "coda" or "".
    """

    begins: bool = False
    plays: int = 0
    endings: frozenset[int] = frozenset()
    segno: bool = False
    coda: bool = False
    fine: bool = False
    jump: str = ""
    until: str = ""


def playing_order(bars: Sequence[Signs]) -> list[int]:
    """The bars as a player plays them, by number.

    After a jump, repeats are not taken again, and of several endings the last is played.

    >>> playing_order([Signs(), Signs(plays=2), Signs()])
    [0, 1, 0, 1, 2]
    """
    return _Player(bars).play()


class _Player:
    def __init__(self, bars: Sequence[Signs]):
        self.bars = bars
        self.last_endings = _last_endings(bars)
        self.played: list[int] = []
        self.section = 0  # where the repeated section begins
        self.turn = 1  # which pass through it this is
        self.until: str | None = None  # after a jump: how it goes on

    def play(self) -> list[int]:
        bar = 0
        while bar < len(self.bars) and len(self.played) <= LONGEST:
            signs = self.bars[bar]
            self._enter(bar)
            if signs.endings and not self._is_our_ending(bar):
                bar += 1
                continue
            self.played.append(bar)
            if signs.fine and self.until == "fine":
                break
            bar = self._after(bar)
        return self.played

    def _enter(self, bar: int) -> None:
        """Begin a section at its sign, and where the endings of the one before are past."""
        past_endings = bar > 0 and self.bars[bar - 1].endings and not self.bars[bar].endings
        if (self.bars[bar].begins or past_endings) and bar != self.section:
            self.section, self.turn = bar, 1

    def _is_our_ending(self, bar: int) -> bool:
        endings = self.bars[bar].endings
        if self.until is not None:
            return max(endings) == self.last_endings[bar]
        return self.turn in endings

    def _after(self, bar: int) -> int:
        """The bar after this one."""
        signs = self.bars[bar]
        if signs.coda and self.until == "coda":
            later = [k for k in range(bar + 1, len(self.bars)) if self.bars[k].coda]
            if later:
                self.until = ""
                return later[0]
        if signs.plays and self.until is None:
            turns = max(self.last_endings[bar], signs.plays)
            if self.turn < turns:
                self.turn += 1
                return self.section
            if not signs.endings:
                self.section, self.turn = bar + 1, 1
        if signs.jump and self.until is None:
            self.until = signs.until
            segnos = [k for k, one in enumerate(self.bars) if one.segno]
            return segnos[0] if signs.jump == "segno" and segnos else 0
        return bar + 1


def _last_endings(bars: Sequence[Signs]) -> list[int]:
    """For every bar, the highest number among the endings side by side with it; 0 for none."""
    highest = [0] * (len(bars) + 1)  # from a bar to where its endings stop
    for bar in reversed(range(len(bars))):
        if bars[bar].endings:
            highest[bar] = max(highest[bar + 1], *bars[bar].endings)
    last = []
    first = 0
    for bar, signs in enumerate(bars):
        if bar == 0 or signs.begins or not (signs.endings and bars[bar - 1].endings):
            first = bar
        last.append(highest[first] if signs.endings else 0)
    return last
