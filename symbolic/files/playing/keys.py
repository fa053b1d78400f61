"""Keys as a score holds them: on the line of fifths, major or minor."""

# Modes with a minor third: MIDI knows major and minor only.
MINOR_MODES = {"minor", "aeolian", "dorian", "phrygian", "locrian"}


def fifths_sounding(fifths: int, semitones: int) -> int:
    """The key that sounds where a transposing instrument reads this one.

    >>> fifths_sounding(0, -2)  # a clarinet in B flat reads C
    -2
    """
    if semitones % 12 == 0:
        moved = fifths
    else:
        moved = (fifths + 7 * semitones + 5) % 12 - 5
    return moved if -7 <= moved <= 7 else (moved + 5) % 12 - 5
