"""The K: field: which notes it alters, and the key that it is for a score."""

import re
from functools import lru_cache
from typing import NamedTuple

from symbolic.files.playing.keys import MINOR_MODES, fifths_sounding

LETTERS = "FCGDAEB"  # the line of fifths, from the first note without an accidental
C = LETTERS.index("C")
SHARPENS, FLATTENS = 7, -7  # an accidental of the tonic, on that line

# The modes by their first three letters: their name, and how far on the line of fifths their
# key signature lies from that of the major key on the same tonic.
MODES = {
    "": ("major", 0), "maj": ("major", 0), "ion": ("major", 0),
    "m": ("minor", -3), "min": ("minor", -3), "aeo": ("aeolian", -3),
    "lyd": ("lydian", 1), "mix": ("mixolydian", -1), "dor": ("dorian", -2),
    "phr": ("phrygian", -4), "loc": ("locrian", -5),
}  # fmt: skip
EXPLICIT = "exp"  # no key signature but the accidentals that are written out

# What else a K: field may begin to speak of.
PROPERTIES = {
    "treble", "bass", "alto", "tenor", "perc", "clef", "middle", "m", "transpose", "t", "octave",
    "stafflines", "none", "staffscale", "style", "score", "shift", "sound",
}  # fmt: skip

WORD = re.compile(r"[A-Za-z]*")
KEY = re.compile(r"([A-G])([#b♯♭]?)\s*([A-Za-z]*)(.*)", re.DOTALL)
# Great Highland bagpipes sound F and C sharp. K:HP only keeps the signature off the paper.
PIPES = re.compile(r"H[Pp]\b")
PIPES_FIFTHS = 2
NOTHING = re.compile(r"none\b", re.IGNORECASE)
ACCIDENTAL = re.compile(r"(?<![A-Za-z])(\^{1,2}|_{1,2}|=)([A-Ga-g])(?![A-Za-z])")
ALTERS = {"^": 1, "^^": 2, "_": -1, "__": -2, "=": 0}


class Key(NamedTuple):
    """A key.

    Attributes
    ----------
    fifths, minor
        As a score holds it.
    altered
        By how many semitones each letter is raised.
    unknown
        A mode that makes no sense, taken for major; "" for none.
    """

    fifths: int
    minor: bool
    altered: dict[str, int]
    unknown: str = ""


def speaks_of_voice(text: str) -> bool:
    """Whether the text of a K: field begins with what V: fields say too, such as a clef.

    >>> speaks_of_voice("clef=bass"), speaks_of_voice("treble-8"), speaks_of_voice("H")
    (True, True, False)
    """
    return WORD.match(text)[0].lower() in PROPERTIES  # type: ignore[index]


@lru_cache(maxsize=1024)
def read_key(text: str) -> tuple[Key | None, str]:
    """The key of a K: field, and the rest of it (clef, octave, transposition).

    None if it names no key.

    >>> read_key("F#mix")[0].fifths, read_key("Am clef=bass")[1], read_key("treble-8")[0]
    (5, 'clef=bass', None)
    """
    text = text.strip()
    if PIPES.match(text):
        return _key(PIPES_FIFTHS, False), text[2:].strip()
    if NOTHING.match(text) or not text:
        return _key(0, False), text[4:].strip()
    match = KEY.match(text)
    if not match or speaks_of_voice(text):
        return None, text
    letter, sign, mode, rest = match.groups()
    word = mode.lower()
    known = "m" if word == "m" else word[:3]
    if known == EXPLICIT:
        return _altered(_key(0, False), rest, sums=True), rest
    unknown = ""
    if known not in MODES:
        rest, known = mode + rest, ""  # the clef may follow the tonic, as in K:C bass
        unknown = "" if word in PROPERTIES else mode
    name, offset = MODES[known]
    fifths = LETTERS.index(letter) - C + offset
    fifths += {"": 0, "#": SHARPENS, "♯": SHARPENS}.get(sign, FLATTENS)
    key = _altered(_key(fifths, name in MINOR_MODES), rest)
    return key._replace(unknown=unknown), rest.strip()


def _key(fifths: int, minor: bool) -> Key:
    altered = {
        letter: (fifths - place + 5 + C) // len(LETTERS) for place, letter in enumerate(LETTERS)
    }
    return Key(fifths_sounding(fifths, 0), minor, altered)


def _altered(key: Key, text: str, *, sums: bool = False) -> Key:
    """The key with the accidentals that its field adds to it.

    Where the field has nothing else (`sums`), they make the key signature.
    """
    altered = dict(key.altered)
    for match in ACCIDENTAL.finditer(text):
        altered[match[2].upper()] = ALTERS[match[1]]
    fifths = max(-7, min(7, sum(altered.values()))) if sums else key.fifths
    return key._replace(fifths=fifths, altered=altered)


C_MAJOR = _key(0, False)
