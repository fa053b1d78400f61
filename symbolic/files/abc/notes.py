"""How a note is written: accidental, letter, octave marks and length."""

import re
from functools import lru_cache
from typing import NamedTuple

LENGTH = r"\d{0,4}/{0,8}\d{0,4}"
NOTE = rf"[_^=]{{0,3}}[A-Ga-g][,']{{0,9}}{LENGTH}"
PARTS = re.compile(r"([_^=]*)([A-Ga-g])([,']*)(.*)", re.DOTALL)
FRACTION = re.compile(r"(\d*)(/*)(\d*)")
MIDDLE_C, OCTAVE = 60, 12
SEMITONES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}  # above C
DOUBLE = 2  # the most sharps or flats


class Written(NamedTuple):
    """A note as it is written.

    Attributes
    ----------
    letter
        In capitals.
    natural
        The pitch without any accidental.
    accidental
        Semitones up; None where none is written.
    over, under
        Its length in unit note lengths, as a fraction.
    """

    letter: str
    natural: int
    accidental: int | None
    over: int
    under: int


@lru_cache(maxsize=4096)
def read_note(text: str) -> Written:
    """What a note says.

    >>> read_note("^c'3/2")
    Written(letter='C', natural=84, accidental=1, over=3, under=2)
    """
    signs, name, marks, length = PARTS.fullmatch(text).groups()  # type: ignore[union-attr]
    letter = name.upper()
    octave = marks.count("'") - marks.count(",") + (name != letter)
    natural = MIDDLE_C + SEMITONES[letter] + OCTAVE * octave
    raised = signs.count("^") - signs.count("_")
    accidental = max(-DOUBLE, min(DOUBLE, raised)) if signs else None
    return Written(letter, natural, accidental, *read_length(length))


@lru_cache(maxsize=1024)
def read_length(text: str) -> tuple[int, int]:
    """A length as a fraction of unit note lengths.

    >>> read_length(""), read_length("3/2"), read_length("3/"), read_length("//")
    ((1, 1), (3, 2), (3, 2), (1, 4))
    """
    over, slashes, under = FRACTION.match(text).groups()  # type: ignore[union-attr]
    if not slashes:
        return int(over or 1), 1
    halved = 1 << len(slashes)
    divisor = int(under) * halved // 2 if under else halved
    return int(over or 1), divisor or 1
