"""Spelling: pitch classes as note names, along the line of fifths.

A name is a position on the line ... Bb F C G D ..., with C at 0: sharps lie to the right, flats
to the left, and twelve steps lead to the same key of the piano under another name.
"""

from symbolic.errors import SymbolicError

LETTERS = "FCGDAEB"  # in the order of fifths; F stands at -1


def pitch_class(position: int) -> int:
    """The pitch class, C = 0, of a position on the line of fifths."""
    return position * 7 % 12


def nearest(pitch_class: int, lowest: int) -> int:
    """The position of a pitch class among the twelve that begin at `lowest`."""
    return lowest + (pitch_class * 7 - lowest) % 12


def name(position: int) -> str:
    """Write a position as a note name.

    >>> name(-2), name(6), name(-9)
    ('Bb', 'F#', 'Bbb')
    """
    accidentals, letter = divmod(position + 1, 7)
    return LETTERS[letter] + ("#" if accidentals > 0 else "b") * abs(accidentals)


def position(name: str) -> int:
    """Read a note name, with flats as "b" or, as music21 writes them, "-".

    >>> position("Bb"), position("B-"), position("F#")
    (-2, -2, 6)
    """
    letter, accidentals = name[:1].upper(), name[1:].replace("-", "b")
    sharps, flats = accidentals.count("#"), accidentals.count("b")
    known = letter and letter in LETTERS and not (sharps and flats)
    if not known or sharps + flats != len(accidentals):
        raise SymbolicError(f'"{name}" is not a note name such as "C", "F#" or "Bb"')
    return LETTERS.index(letter) - 1 + 7 * (sharps - flats)
