"""A key: a tonic and a mode, and how surely it was heard."""

import math
from dataclasses import dataclass, field

from symbolic.errors import SymbolicError
from symbolic.theory import spelling

MODES = ("major", "minor")
# Where the twelve tonics of a mode begin on the line of fifths: none takes more than six sharps
# or flats, with F# major and Eb minor for the two that could be written either way.
LOWEST_TONIC = {"major": -5, "minor": -3}
# How far right of its signature a mode's tonic lies: A minor has the signature of C.
SIGNATURE = {"major": 0, "minor": 3}


@dataclass(frozen=True, repr=False)
class Key:
    """A key. Two keys are equal when their tonic and mode are.

    Attributes
    ----------
    tonic
        "C", "F#", "Eb", ...
    mode
        "major" or "minor".
    correlation
        Of the sounding pitch classes with the key's profile, -1 to 1.
    confidence
        The correlation, plus twice its lead over the next best key: music21's tonal certainty.
    bars, ticks
        The stretch of the score that the key was found in, (first, past the last); None if the
        whole.
    ranked
        The 24 keys, best first, as (tonic, mode, correlation).

    Examples
    --------
    >>> str(Key("Eb", "minor")), Key("Eb", "minor").fifths
    ('Eb minor', -6)
    """

    tonic: str
    mode: str = "major"
    correlation: float = field(default=math.nan, compare=False)
    confidence: float = field(default=math.nan, compare=False)
    bars: tuple[int, int] | None = field(default=None, compare=False)
    ticks: tuple[int, int] | None = field(default=None, compare=False)
    ranked: tuple[tuple[str, str, float], ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise SymbolicError(f'the mode "{self.mode}" is neither "major" nor "minor"')
        spelling.position(self.tonic)  # refuses what is not a note name

    @classmethod
    def from_name(cls, name: str) -> "Key":
        """Read a key's name; without a mode, a small letter means minor.

        >>> str(Key.from_name("bb")), str(Key.from_name("Bb")), str(Key.from_name("F# minor"))
        ('Bb minor', 'Bb major', 'F# minor')
        """
        words = name.split() or [""]
        mode = words[1].lower() if len(words) > 1 else MODES[words[0][:1].islower()]
        return cls(spelling.name(spelling.position(words[0])), mode)

    @property
    def fifths(self) -> int:
        """The sharps of the key signature; flats are negative."""
        return spelling.position(self.tonic) - SIGNATURE[self.mode]

    @property
    def ranking(self) -> dict[str, float]:
        """The correlation of each of the 24 keys by name, best first."""
        return {f"{tonic} {mode}": value for tonic, mode, value in self.ranked}

    def __str__(self) -> str:
        return f"{self.tonic} {self.mode}"

    def __repr__(self) -> str:
        parts = [str(self)]
        if self.bars is not None:
            parts.append(f"bars {self.bars[0]} to {self.bars[1]}")
        if not math.isnan(self.correlation):
            parts.append(f"correlation {self.correlation:.2f}")
            parts.append(f"confidence {self.confidence:.2f}")
        return f"<Key: {', '.join(parts)}>"
