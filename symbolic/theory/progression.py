"""A progression: the chords of a score, one after another, as a table."""

from collections.abc import Iterator
from typing import overload

import numpy as np

from symbolic.theory.chord import Chord
from symbolic.theory.notation import names, numeral
from symbolic.theory.tonality import Key

# Times and durations are ticks; root and bass are pitch classes, -1 where there is no chord.
CHORD = np.dtype(
    [("time", "i8"), ("duration", "i8"), ("root", "i1"), ("quality", "U4"), ("bass", "i1")]
)


class Chords:
    """The chords of a score.

    Parameters
    ----------
    table
        One row for each chord: time, duration, root, quality, bass.
    key
        The key that says how roots are spelled.

    Examples
    --------
    >>> chords = Chords(np.array([(0, 4, 9, "m7", 9), (4, 4, 2, "7", 6)], CHORD), Key("G"))
    >>> chords
    <Chords in G major: Am7 D7/F#>
    >>> str(chords[1]), chords.roman()
    ('D7/F#', ['ii7', 'V65'])
    """

    def __init__(self, table: np.ndarray, key: Key):
        self.table = table
        self.key = key

    def __len__(self) -> int:
        return len(self.table)

    @overload
    def __getitem__(self, index: int) -> Chord: ...
    @overload
    def __getitem__(self, index: slice) -> "Chords": ...
    def __getitem__(self, index: int | slice) -> "Chord | Chords":
        if isinstance(index, slice):
            return Chords(self.table[index], self.key)
        time, duration, root, quality, bass = self.table[index].item()
        root_name, bass_name = names(root, quality, bass, self.key)
        return Chord(root_name, quality, bass_name, time, duration)

    def __iter__(self) -> Iterator[Chord]:
        return (self[index] for index in range(len(self)))

    @property
    def symbols(self) -> list[str]:
        """The chord symbols."""
        return [str(chord) for chord in self]

    def merge(self, inversions: bool = True) -> "Chords":
        """Join neighbours that are the same chord.

        Parameters
        ----------
        inversions
            Keep C and C/E apart; if not, the bass of the first one stands for both.

        Examples
        --------
        >>> rows = [(0, 1, 0, "maj", 0), (1, 1, 0, "maj", 4), (2, 1, 0, "maj", 4)]
        >>> chords = Chords(np.array(rows, CHORD), Key("C"))
        >>> chords.merge(), chords.merge(inversions=False)
        (<Chords in C major: C C/E>, <Chords in C major: C>)
        """
        told = ["root", "quality", "bass"] if inversions else ["root", "quality"]
        changed = np.ones(len(self.table), bool)
        changed[1:] = np.logical_or.reduce(
            [self.table[column][1:] != self.table[column][:-1] for column in told]
        )
        first = np.flatnonzero(changed)
        merged = self.table[first]
        if len(first):
            merged["duration"] = np.add.reduceat(self.table["duration"], first)
        return Chords(merged, self.key)

    def roman(self, key: Key | str | None = None) -> list[str]:
        """Name what each chord does in a key, such as "V65" or "iv".

        Parameters
        ----------
        key
            A Key or its name, such as "A minor"; if left out, the key of the score.
        """
        if key is None:
            key = self.key
        elif isinstance(key, str):
            key = Key.from_name(key)
        rows = self.table[["root", "quality", "bass"]].tolist()
        return [numeral(root, quality, bass, key) for root, quality, bass in rows]

    def to_music21(self) -> list:
        """The chords as music21 ChordSymbols."""
        return [chord.to_music21() for chord in self]

    def __repr__(self) -> str:
        shown = [str(chord) for chord in self[:16]] + ["..."] * (len(self) > 16)
        return f"<Chords in {self.key}: {' '.join(shown) or 'none'}>"
