"""The words of the bar tokens: the vocabulary, and the numbers that its kinds can say."""

from itertools import pairwise

from symbolic.tokenizers.bar.grid import resolution_of, short_note
from symbolic.tokenizers.chord_symbols import NOTES, QUALITIES
from symbolic.tokenizers.vocabulary import SPECIAL, Vocabulary

BEATS = 24  # meters with more beats put "more" before
POSITIONS = 16  # quarters that a position reaches without "more"
DURATIONS = 8  # quarters that a duration reaches without "more"
BARS = 64  # bars that a rest of bars takes one by one
TEMPOS = 300  # integer tempos; any other is followed by its digits
DIGITS = 4  # of base 64: the microseconds of a quarter note
BASE = 64
MORES = 31  # "more i" adds 2**i times what the following number could say alone
UNITS = 15  # denominators, powers of two

NAMES = ["C", "G", "D", "A", "E", "B", "F#", "C#", "F", "Bb", "Eb", "Ab", "Db", "Gb", "Cb"]
FIFTHS = [0, 1, 2, 3, 4, 5, 6, 7, -1, -2, -3, -4, -5, -6, -7]
MAJOR = dict(zip(FIFTHS, NAMES, strict=True))
MINOR = dict(
    zip(
        FIFTHS,
        ["A", "E", "B", "F#", "C#", "G#", "D#", "A#", "D", "G", "C", "F", "Bb", "Eb", "Ab"],
        strict=True,
    )
)


def key_labels() -> list[str]:
    """The keys in the order of their tokens: fifths from -7 to 7, major before minor."""
    return [
        label
        for fifths in range(-7, 8)
        for label in (f"{MAJOR[fifths]} major", f"{MINOR[fifths]} minor")
    ]


def velocity_labels(bins: int) -> list[int]:
    """The velocity that stands for each bin: its middle.

    >>> velocity_labels(4)
    [16, 48, 80, 112]
    """
    edges = [1 + 127 * number // bins for number in range(bins + 1)]
    return [(low + high) // 2 for low, high in pairwise(edges)]


def vocabulary(positions: int, velocities: int) -> Vocabulary:
    """The vocabulary for a grid and a number of velocities."""
    step = resolution_of(positions) // positions
    return Vocabulary(
        {
            "special": SPECIAL,
            "bar": [""],
            "more": range(MORES),
            "beats": range(1, BEATS + 1),
            "unit": [1 << power for power in range(UNITS)],
            "position": range(POSITIONS * positions),
            "cut": [""],
            "late": range(1, step),
            "tempo": range(1, TEMPOS + 1),
            "digit": range(BASE),
            "key": key_labels(),
            "chord": [*NOTES, "N"],
            "quality": QUALITIES,
            "bass": NOTES,
            "program": range(128),
            "kit": range(128),
            "pedal": ["up", "down"],
            "pitch": range(128),
            "drum": range(128),
            "velocity": velocity_labels(velocities),
            "duration": range(1, DURATIONS * positions + 1),
            "short": [""] if short_note(step) else [],
        }
    )
