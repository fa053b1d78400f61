"""Chord symbols moved in pitch: the names of root and bass change, the rest stays as written."""

import re
from functools import cache

LINE_OF_FIFTHS = "FCGDAEB"
SIGNS = {"": 0, "#": 1, "♯": 1, "x": 2, "##": 2, "b": -1, "♭": -1, "bb": -2}
NOTE = "({letters})(##|bb|x|#|b|♯|♭|)"
ROOT = re.compile("^" + NOTE.format(letters="[A-G]"))
BASS = re.compile("(?<=/)" + NOTE.format(letters="[A-Ga-g]") + "$")


@cache
def transposed_symbol(symbol: str, semitones: int) -> str:
    """A chord symbol, moved by semitones. Of spellings the one with the fewest accidentals is taken.

    >>> [transposed_symbol(symbol, 1) for symbol in ("Am7", "F#m7b5/C", "C/e", "N.C.")]
    ['Bbm7', 'Gm7b5/Db', 'Db/F', 'N.C.']
    """

    def moved(note: re.Match) -> str:
        letter, sign = note.groups()
        fifths = LINE_OF_FIFTHS.index(letter.upper()) - 1 + 7 * SIGNS[sign]
        fifths = (fifths + 7 * (semitones % 12) + 5) % 12 - 5
        sharps, place = divmod(fifths + 1, 7)
        return LINE_OF_FIFTHS[place] + ("b" * -sharps or "#" * sharps)

    if semitones % 12 == 0:
        return symbol
    return BASS.sub(moved, ROOT.sub(moved, symbol))
