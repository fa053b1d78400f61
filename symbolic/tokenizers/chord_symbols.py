"""Chord symbols as numbers: a root, a quality and a bass, however the symbol was written.

A symbol is read if it begins with a note name. What follows is looked for in SPELLINGS. Where it
is not there, the nearest quality stands for it: that of the seventh chord under a higher extension
(Cm9b5 is read as Cm7b5), or else that before the first addition (C7(b9,#11) as C7, Cadd9 as C).
"""

import re
from functools import lru_cache
from typing import NamedTuple

from symbolic.theory import spelling
from symbolic.theory.qualities import QUALITIES as HEARD

FLATTEST, SHARPEST = -8, 12  # Fb and B# on the line of fifths; what lies beyond is respelled
NOTES = tuple(spelling.name(position) for position in range(FLATTEST, SHARPEST + 1))
NO_CHORD = len(NOTES)  # as a root
NO_CHORD_TEXT = "N.C."
MOST_LETTERS = 40  # a text with more is no symbol
NOTHING = -1

# The qualities, first those that `symbolic.theory` hears. What is written after the root, then
# how others write it: music21, MusicXML editors, note-seq, Harte's annotations.
SPELLINGS: dict[str, tuple[str, ...]] = {
    "maj": ("", "M", "maj", "ma", "major"),
    "min": ("m", "min", "mi", "-", "minor"),
    "dim": ("dim", "o", "°", "mb5"),
    "aug": ("aug", "+", "#5", "+5"),
    "sus4": ("sus4", "sus"),
    "7": ("7", "dom7", "dom"),
    "maj7": ("maj7", "M7", "ma7", "j7", "Δ", "Δ7", "major7"),
    "m7": ("m7", "min7", "mi7", "-7", "minor7"),
    "m7b5": ("m7b5", "ø7", "ø", "hdim7", "hdim", "min7b5", "-7b5", "mi7b5"),
    "dim7": ("dim7", "o7", "°7"),
    "5": ("5", "power", "no3"),
    "sus2": ("sus2",),
    "6": ("6", "maj6", "M6", "add6"),
    "m6": ("m6", "min6", "-6", "mi6"),
    "mmaj7": ("mM7", "minmaj7", "mmaj7", "mma7", "m#7", "-M7", "-maj7"),
    "7b5": ("7b5", "dom7dim5"),
    "aug7": ("7#5", "+7", "7+", "aug7", "7aug"),
    "augmaj7": ("+M7", "augmaj7", "maj7#5", "M7#5"),
    "7sus4": ("7sus4", "7sus", "sus7", "sus4b7"),
    "9": ("9", "dom9"),
    "maj9": ("M9", "maj9", "ma9"),
    "m9": ("m9", "min9", "-9", "mi9"),
    "11": ("11", "dom11"),
    "maj11": ("M11", "maj11", "ma11"),
    "m11": ("m11", "min11", "-11", "mi11"),
    "13": ("13", "dom13"),
    "maj13": ("M13", "maj13", "ma13"),
    "m13": ("m13", "min13", "-13", "mi13"),
}
QUALITIES = tuple(SPELLINGS)
WRITTEN = tuple(
    HEARD[quality].symbol if quality in HEARD else spellings[0]
    for quality, spellings in SPELLINGS.items()
)

SYMBOL = re.compile(r"([A-G])(##|bb|x|#|b)?:?(.*?)(?:/([A-Ga-g])(##|bb|x|#|b|\+)?)?")
SIGNS = str.maketrans({"♭": "b", "♯": "#"})
WORDS = re.compile("maj|min|dim|aug|sus|add|no|omit|alt|dom", re.IGNORECASE)
LOOSE = str.maketrans({"(": None, ")": None, ",": None})
ADDED = re.compile(r"(add|no|omit|subtract|alter|alt|sus|maj|M|dim|aug|[b#+/-]|\d)*")
EXTENSION = re.compile("9|11|13")
NONE = {"N", "NC", "NOCHORD"}


class ChordSymbol(NamedTuple):
    """A chord symbol in numbers.

    Attributes
    ----------
    root
        Its place in NOTES, or NO_CHORD.
    quality
        Its place in QUALITIES; NOTHING if there is no chord.
    bass
        Its place in NOTES; NOTHING if that is the root.
    exact
        Whether the symbol says just this, and is not only near to it.
    """

    root: int
    quality: int = NOTHING
    bass: int = NOTHING
    exact: bool = True

    def __str__(self) -> str:
        if self.root == NO_CHORD:
            return NO_CHORD_TEXT
        slash = f"/{NOTES[self.bass]}" if self.bass != NOTHING else ""
        return f"{NOTES[self.root]}{WRITTEN[self.quality]}{slash}"


@lru_cache(4096)
def read_symbol(text: str) -> ChordSymbol | None:
    """Read a chord symbol; None if the text is none.

    Examples
    --------
    >>> [str(read_symbol(text)) for text in ("F#-7b5", "Bb:min7", "AM7/c#", "n.c.", "C7(b9)")]
    ['F#m7b5', 'Bbm7', 'Amaj7/C#', 'N.C.', 'C7']
    >>> read_symbol("C7(b9)").exact, read_symbol("Da capo")
    (False, None)
    """
    text = "".join(text.translate(SIGNS).split())
    if text.replace(".", "").upper() in NONE:
        return ChordSymbol(NO_CHORD)
    parts = SYMBOL.fullmatch(text)
    if parts is None or len(text) > MOST_LETTERS:
        return None
    letter, accidental, written, bass_letter, bass_accidental = parts.groups()
    written = WORDS.sub(lambda word: word[0].lower(), written.translate(LOOSE))
    quality, exact = _quality(written)
    if quality == NOTHING:
        return None
    root, bass = _note(letter, accidental), NOTHING
    if bass_letter:
        bass = _note(bass_letter.upper(), bass_accidental)
    return ChordSymbol(root, quality, NOTHING if bass == root else bass, exact)


def _note(letter: str, accidental: str | None) -> int:
    sharps = (accidental or "").replace("x", "##").replace("+", "#")
    position = spelling.position(letter + sharps)
    while position > SHARPEST:
        position -= 12
    while position < FLATTEST:
        position += 12
    return position - FLATTEST


def _quality(written: str) -> tuple[int, bool]:
    """The place of the quality that is written, or of the nearest, and whether it is exact."""
    if written in PLACES:
        return PLACES[written], True
    seventh = EXTENSION.sub("7", written, count=1)
    if seventh in PLACES:
        return PLACES[seventh], False
    known = [*_before_additions(written), *_before_additions(seventh)]
    return (PLACES[max(known, key=len)] if known else NOTHING), False


def _before_additions(written: str) -> list[str]:
    """The qualities that are followed by additions only."""
    ends = range(len(written) + 1)
    return [written[:n] for n in ends if written[:n] in PLACES and ADDED.fullmatch(written[n:])]


PLACES = {
    text: place
    for place, spellings in enumerate(SPELLINGS.values())
    for text in (WRITTEN[place], *spellings)
}
