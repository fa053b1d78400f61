"""Chord qualities: how each is written, and which tones it has.

Tones are steps along the line of fifths from the root, which says both how they sound and how
they are spelled: the major third is 4 fifths up, the minor third 3 down.
"""

from typing import NamedTuple

from symbolic.theory import spelling


class Quality(NamedTuple):
    """One kind of chord.

    Attributes
    ----------
    symbol
        What follows the root in a chord symbol.
    tones
        Root, third (or what stands for it), fifth, seventh, as steps along the line of fifths.
    numeral
        How a roman numeral shows it: in capitals or not, and the mark after it.
    """

    symbol: str
    tones: tuple[int, ...]
    numeral: str


QUALITIES = {
    "maj": Quality("", (0, 4, 1), "I"),
    "min": Quality("m", (0, -3, 1), "i"),
    "dim": Quality("dim", (0, -3, -6), "io"),
    "aug": Quality("aug", (0, 4, 8), "I+"),
    "sus4": Quality("sus4", (0, -1, 1), "Isus4"),
    "7": Quality("7", (0, 4, 1, -2), "I"),
    "maj7": Quality("maj7", (0, 4, 1, 5), "I"),
    "m7": Quality("m7", (0, -3, 1, -2), "i"),
    "m7b5": Quality("m7b5", (0, -3, -6, -2), "iø"),
    "dim7": Quality("dim7", (0, -3, -6, -9), "io"),
}
NO_CHORD = "N"
LEADING = {"dim", "m7b5", "dim7"}  # chords that lead upwards, so their roots are sharps


def pitch_classes(root: int, quality: str) -> list[int]:
    """The pitch classes of a chord, root first.

    >>> pitch_classes(7, "7")
    [7, 11, 2, 5]
    """
    return [(root + spelling.pitch_class(tone)) % 12 for tone in QUALITIES[quality].tones]
