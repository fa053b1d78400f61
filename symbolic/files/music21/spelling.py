"""How music21 spells syllables, chord symbols and keys, and how a Score does."""

import re
from typing import Any

from symbolic.files.playing.keys import MINOR_MODES
from symbolic.files.playing.words import GOES_ON

FLATS = re.compile(r"(^|/)([A-G])(-+)")  # of a root or a bass; elsewhere a hyphen is a hyphen


def syllable(lyric: Any) -> str:
    """The text of a lyric, with a hyphen where its word goes on."""
    text = lyric.text or ""
    return text + GOES_ON if text and lyric.syllabic in ("begin", "middle") else text


def figure_of(chord: Any) -> str:
    """A chord symbol with flats as b: music21 writes B-7 for Bb7."""
    figure = chord.figure or ""
    return FLATS.sub(lambda match: match[1] + match[2] + "b" * len(match[3]), figure)


def figure_for_music21(text: str) -> str:
    """The same the other way.

    >>> figure_for_music21("Ebm7/Bb")
    'E-m7/B-'
    """
    return re.sub(r"(^|/)([A-G])(b+)", lambda m: m[1] + m[2] + "-" * len(m[3]), text)


def is_minor(signature: Any) -> bool:
    """Whether a key signature is of a minor key, as far as it says."""
    return getattr(signature, "mode", None) in MINOR_MODES


STEPS = "FCGDAEB"  # the line of fifths, from the first without an accidental
FLATTEST = 3  # chromatic notes are spelled from so many fifths below the tonic of a major key on


def spelled(pitch: int, fifths: int) -> tuple[str, int, int]:
    """Step, accidental (sharps above 0) and octave of a MIDI pitch, in a key.

    >>> spelled(61, 2), spelled(61, -4)  # C sharp in D major, D flat in A flat major
    (('C', 1, 4), ('D', -1, 4))
    """
    place = fifths - FLATTEST + (7 * pitch - (fifths - FLATTEST)) % 12
    accidental, step = divmod(place + 1, len(STEPS))
    return STEPS[step], accidental, (pitch - accidental) // 12 - 1
