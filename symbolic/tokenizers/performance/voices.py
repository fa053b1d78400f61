"""Voices: which instrument plays, as a number.

A performance for one instrument has one voice. One that names its programs has 129: the General
MIDI programs, and the drums.
"""

from collections.abc import Sequence

import numpy as np

from symbolic.score import Track

DRUMS = 128
PROGRAMS = 129  # with the drums
LEFT_OUT = -1


def voices_of(tracks: Sequence[Track], programs: bool) -> np.ndarray:
    """The voice of each track. A performance for one instrument leaves the drums out.

    Examples
    --------
    >>> band = [Track(program=33), Track(is_drum=True)]
    >>> voices_of(band, programs=True), voices_of(band, programs=False)
    (array([ 33, 128]), array([ 0, -1]))
    """
    if programs:
        voices = [DRUMS if track.is_drum else track.program for track in tracks]
    else:
        voices = [LEFT_OUT if track.is_drum else 0 for track in tracks]
    return np.array(voices, np.int64)


def track_of(voice: int) -> Track:
    """The track of a voice.

    Examples
    --------
    >>> track_of(DRUMS)
    Track(name='', program=0, is_drum=True, channel=None)
    """
    return Track(is_drum=True) if voice == DRUMS else Track(program=voice)
