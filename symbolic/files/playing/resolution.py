"""The resolution at which every moment of a piece falls on a tick."""

import math

RESOLUTION = 480
USUAL_RESOLUTION = 1920
FINEST_RESOLUTION = 10080  # for rhythms that no resolution of a MIDI file can hold
HIGHEST_RESOLUTION = 32767


def resolution_for(notes: int, words: int, repairs: list[str]) -> int:
    """The ticks in a quarter that suit a piece, with a repair where none is exact.

    Tempos and words count too, unless they would make it needlessly fine: files give some of
    them an offset to no note.

    Parameters
    ----------
    notes
        Into how many a quarter must be divided for notes and meters to fall on ticks.
    words
        The same for tempos, words and signs.

    Examples
    --------
    >>> resolution_for(3, 1, []), resolution_for(64, 1, []), resolution_for(4, 4096, [])
    (480, 960, 480)
    """
    exactly = math.lcm(notes, words, RESOLUTION)
    if exactly <= USUAL_RESOLUTION:
        return exactly
    for resolution in (math.lcm(notes, RESOLUTION), notes):
        if resolution <= HIGHEST_RESOLUTION:
            return resolution
    repairs.append(
        f"rhythms too fine for a MIDI resolution: moved to {FINEST_RESOLUTION} a quarter"
    )
    return FINEST_RESOLUTION
