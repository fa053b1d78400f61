"""A chord: its root, quality and bass, written as a chord symbol."""

from dataclasses import dataclass, field

from symbolic.theory.qualities import NO_CHORD, QUALITIES


@dataclass(frozen=True, repr=False)
class Chord:
    """A chord of a score. Two chords are equal when they are written alike.

    Attributes
    ----------
    root, bass
        Note names: "C", "F#", "Bb". Empty where there is no chord.
    quality
        "maj", "min", "7", ... (a key of `symbolic.theory.qualities.QUALITIES`), or "N".
    time, duration
        When it sounds, in ticks.

    Examples
    --------
    >>> str(Chord("Bb", "m7")), str(Chord("G", "7", bass="B")), str(Chord())
    ('Bbm7', 'G7/B', 'N')
    """

    root: str = ""
    quality: str = NO_CHORD
    bass: str = ""
    time: int = field(default=0, compare=False)
    duration: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        if not self.bass:
            object.__setattr__(self, "bass", self.root)

    def __str__(self) -> str:
        if self.quality == NO_CHORD:
            return NO_CHORD
        slash = f"/{self.bass}" if self.bass != self.root else ""
        return f"{self.root}{QUALITIES[self.quality].symbol}{slash}"

    def __repr__(self) -> str:
        return f"<Chord: {self}>"

    def to_music21(self):
        """The chord as a music21 ChordSymbol, or a NoChord."""
        from music21 import harmony

        if self.quality == NO_CHORD:
            return harmony.NoChord()
        root, bass = self.root.replace("b", "-"), self.bass.replace("b", "-")
        slash = f"/{bass}" if bass != root else ""
        return harmony.ChordSymbol(f"{root}{QUALITIES[self.quality].symbol}{slash}")
