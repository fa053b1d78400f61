"""How a chord is written in a key: the spelling of its root and bass, and its roman numeral.

Figures are those of figured bass: 6, 64 for triads and 7, 65, 43, 42 for seventh chords. A
dominant seventh that is not on the fifth degree is named after what it leads to: D7 in C major
is V7/V. A plain 7 on any other capital is therefore a major seventh.
"""

from symbolic.theory import spelling
from symbolic.theory.qualities import LEADING, NO_CHORD, QUALITIES, pitch_classes
from symbolic.theory.tonality import Key

NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII")
TRIAD_FIGURES, SEVENTH_FIGURES = ("", "6", "64"), ("7", "65", "43", "42")
DOMINANT = 1  # a fifth up from the tonic

# Where the twelve roots begin on the line of fifths, from the signature: in C major Db to F#,
# but Bb to D# for the roots of chords that lead upwards, and for all roots in A minor.
LOWEST_ROOT = {"major": -5, "minor": -2, "leading": -2}

# The degrees of a key on the line of fifths, from the tonic. In minor, chords in capitals stand
# on the natural sixth and seventh and the others on the raised ones: VI and VII, but viio.
MAJOR = (0, 2, 4, -1, 1, 3, 5)
MINOR = (0, 2, -3, -1, 1, -4, -2)
MINOR_RAISED = (0, 2, -3, -1, 1, 3, 5)
DEGREES = {
    ("major", "I"): MAJOR,
    ("major", "i"): MAJOR,
    ("minor", "I"): MINOR,
    ("minor", "i"): MINOR_RAISED,
}

# The degrees, from the tonic, that carry a minor (or diminished) triad of the key's own.
SMALL = {"major": (2, 3, 4, 5), "minor": (-1, 2)}


def root_position(root: int, quality: str, key: Key) -> int:
    """Where the root of a chord lies on the line of fifths in a key.

    >>> [spelling.name(root_position(8, quality, Key("C"))) for quality in ("maj", "dim7")]
    ['Ab', 'G#']
    """
    lowest = LOWEST_ROOT["leading" if quality in LEADING else key.mode]
    return spelling.nearest(root, key.fifths + lowest)


def names(root: int, quality: str, bass: int, key: Key) -> tuple[str, str]:
    """Spell the root and the bass of a chord, given as pitch classes.

    >>> names(4, "7", 8, Key("C"))
    ('E', 'G#')
    """
    if quality == NO_CHORD:
        return "", ""
    position = root_position(root, quality, key)
    tones = [position + tone for tone in QUALITIES[quality].tones]
    spelled = {spelling.pitch_class(tone): tone for tone in tones}
    foreign = root_position(bass, "maj", key)
    return spelling.name(position), spelling.name(spelled.get(bass, foreign))


def numeral(root: int, quality: str, bass: int, key: Key) -> str:
    """Name what a chord, given as pitch classes, does in a key.

    >>> numeral(7, "7", 11, Key("C")), numeral(9, "7", 9, Key("C"))
    ('V65', 'V7/ii')
    >>> numeral(8, "dim", 8, Key("A", "minor"))
    'viio'
    """
    if quality == NO_CHORD:
        return NO_CHORD
    from_tonic = root_position(root, quality, key) - spelling.position(key.tonic)
    figures = _figures(root, quality, bass)
    if quality == "7" and from_tonic != DOMINANT:
        target = from_tonic - DOMINANT
        return f"V{figures}/{_degree(target, 'i' if target in SMALL[key.mode] else 'I', key)}"
    if quality == "maj7" and from_tonic == DOMINANT:
        return f"Vmaj{figures}"
    return _degree(from_tonic, QUALITIES[quality].numeral, key) + figures


def _degree(from_tonic: int, numeral: str, key: Key) -> str:
    """Write a degree, such as "bVI" or "viio", after the pattern of the quality on I."""
    case, mark = numeral[0], numeral[1:]
    degree = from_tonic * 4 % 7  # a fifth is four steps of the scale
    raised = (from_tonic - DEGREES[key.mode, case][degree]) // 7
    written = NUMERALS[degree] if case == "I" else NUMERALS[degree].lower()
    return ("#" if raised > 0 else "b") * abs(raised) + written + mark


def _figures(root: int, quality: str, bass: int) -> str:
    """The figures of an inversion; a bass that is not of the chord counts for none."""
    if quality == "sus4":
        return ""  # a 6 or a 64 would read as a triad without its suspension
    tones = pitch_classes(root, quality)
    figures = TRIAD_FIGURES if len(tones) == 3 else SEVENTH_FIGURES
    return figures[tones.index(bass) if bass in tones else 0]
