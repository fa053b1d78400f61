"""Keys as a tonic and a mode, the way pretty_midi and NoteSequences name them.

They count the tonic as a pitch class, so C sharp and D flat are one: a key comes back in the
spelling of those libraries, which has six flats to five sharps.
"""

MINOR_TONIC = 9  # the tonic of a minor key, in semitones above that of its relative major


def tonic_of(fifths: int, minor: bool) -> int:
    """The pitch class of the tonic of a key signature.

    >>> tonic_of(-3, minor=True)
    0
    """
    return (7 * fifths + MINOR_TONIC * minor) % 12


def fifths_of(tonic: int, degree: int = 0) -> int:
    """The key signature of a scale, from its tonic.

    Parameters
    ----------
    tonic
        Pitch class, C = 0.
    degree
        Where the scale begins, in semitones above the tonic of the major scale with its notes:
        9 for minor, 2 for dorian.

    Examples
    --------
    >>> fifths_of(0, MINOR_TONIC), fifths_of(6)
    (-3, -6)
    """
    return (7 * (tonic - degree) + 6) % 12 - 6
