"""What pitches and voicings are called."""

from collections.abc import Iterable

from symbolic.errors import SymbolicError

SHARPS = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
MUSIC21 = ("C", "C#", "D", "E-", "E", "F", "F#", "G", "G#", "A", "B-", "B")  # "-" is a flat

PITCHES = tuple(f"{SHARPS[pitch % 12]}{pitch // 12 - 1}" for pitch in range(128))
MUSIC21_PITCHES = tuple(f"{MUSIC21[pitch % 12]}{pitch // 12 - 1}" for pitch in range(128))

_PITCH_OF = {name: pitch for pitch, name in enumerate(PITCHES)}


def voicing_name(pitches: Iterable[int]) -> str:
    """Write a chord with the pitches it is made of.

    >>> voicing_name([48, 52, 55])
    'C3.E3.G3'
    """
    return ".".join(PITCHES[pitch] for pitch in pitches)


def voicing(name: str) -> tuple[int, ...]:
    """Read the pitches of a chord, from the lowest.

    >>> voicing("C3.G3.E3")
    (48, 52, 55)
    """
    try:
        pitches = tuple(sorted(_PITCH_OF[pitch] for pitch in name.split(".")))
    except KeyError:
        pitches = ()
    if len(pitches) < 2:
        raise SymbolicError(f'{name!r:.80} is not a chord such as "C3.E3.G3" or "F#2.A#3"')
    return pitches
