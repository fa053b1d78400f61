"""The old form: what the founding projects wrote, to read it and to compare with it.

A note is its name as music21 prints it (C#4, E-4); notes that start and end together in one
track are a chord, of which the pitch classes are kept, in normal order (4.7.11). Tokens follow
in order of onset. Reading them, each comes half a quarter after the one before and lasts a
quarter, and chords lie in the octave of middle C. There are no special tokens: the vocabulary is that of
the old projects, in which every token sounds.
"""

from collections import Counter
from functools import cache

import numpy as np

from symbolic.errors import SymbolicError
from symbolic.score import Score
from symbolic.tokenizers.grammar import AnyOrder
from symbolic.tokenizers.note_chord.form import Form
from symbolic.tokenizers.note_chord.grid import Grid
from symbolic.tokenizers.note_chord.groups import Groups, groups
from symbolic.tokenizers.note_chord.names import MUSIC21_PITCHES
from symbolic.tokenizers.note_chord.normal_order import normal_orders
from symbolic.tokenizers.vocabulary import Vocabulary

MIDDLE_C = 60
NONE = -1


def chord_name(order: tuple[int, ...]) -> str:
    """Write a normal order as the old projects did.

    >>> chord_name((11, 2, 5))
    '11.2.5'
    """
    return ".".join(map(str, order))


class LegacyForm(Form):
    """Names of notes and normal orders, bare: the vocabulary's names are the old tokens."""

    def __init__(self, grid: Grid, chords: tuple[str, ...]):
        if grid.steps % 2:
            raise SymbolicError(
                f"the legacy form needs half quarters, which {grid.steps} steps a quarter have not"
            )
        self.grid = grid
        self.chords = tuple(dict.fromkeys(chords))
        sets = np.array([_set_number(name) for name in self.chords], np.int64)
        self.vocabulary = Vocabulary({"": MUSIC21_PITCHES + self.chords})
        self.grammar = AnyOrder(len(self.vocabulary))
        self._id_of_set = np.full(4096, NONE)
        self._id_of_set[sets] = 128 + np.arange(len(sets))
        held = [(pitch,) for pitch in range(128)] + [_held(normal_orders()[s]) for s in sets]
        self._size = np.array([len(pitches) for pitches in held])
        self._first = np.cumsum(self._size) - self._size
        self._pitch = np.array([p for pitches in held for p in pitches], np.int16)

    def encode(self, score: Score) -> np.ndarray:
        """The tokens of a score: one for each group of a track."""
        found = groups(score, self.grid, by_track=True)
        if len(found) == 0:
            return np.zeros(0, np.int32)
        sets = _sets(found)
        ids = np.where(found.size == 1, found.pitch[found.first], self._id_of_set[sets])
        unknown = sets[ids == NONE]
        if len(unknown):
            raise SymbolicError(
                f"the chord {chord_name(normal_orders()[unknown[0]])} is not in this legacy "
                f"vocabulary: fit it on a corpus that has it, or do not fit it and have all chords"
            )
        return ids.astype(np.int32)

    def decode(self, ids: np.ndarray) -> Score:
        """The score of tokens: one every half quarter."""
        size = self._size[ids]
        shift = self._first[ids] - (np.cumsum(size) - size)
        pitch = self._pitch[np.repeat(shift, size) + np.arange(size.sum())]
        onset = np.arange(len(ids)) * (self.grid.steps // 2)
        duration = np.full(len(pitch), self.grid.steps)
        return self.grid.score(self.grid.table(np.repeat(onset, size), duration, pitch))

    @staticmethod
    def every_chord() -> tuple[str, ...]:
        """All sets of pitch classes there are."""
        return tuple(_set_numbers())

    @staticmethod
    def tally(score: Score, grid: Grid) -> Counter[tuple[int, ...]]:
        """How often each normal order occurs."""
        found = groups(score, grid, by_track=True)
        times = np.bincount(_sets(found)[found.size > 1], minlength=1)
        return Counter({normal_orders()[s]: int(times[s]) for s in np.flatnonzero(times)})

    @staticmethod
    def chord_name(chord: tuple[int, ...]) -> str:
        """The pitch classes."""
        return chord_name(chord)


def _sets(found: Groups) -> np.ndarray:
    """The number of each group's set of pitch classes."""
    if len(found) == 0:
        return np.zeros(0, np.int64)
    return np.bitwise_or.reduceat(1 << found.pitch.astype(np.int64) % 12, found.first)


def _held(order: tuple[int, ...]) -> tuple[int, ...]:
    """The pitches of a chord. One of a single pitch class is a unison, lest it read as a note."""
    pitches = tuple(sorted(MIDDLE_C + pitch_class for pitch_class in order))
    return pitches * 2 if len(pitches) == 1 else pitches


def _set_number(name: str) -> int:
    """Read a normal order."""
    try:
        return _set_numbers()[name]
    except KeyError:
        raise SymbolicError(
            f'{name!r:.80} is not a chord in normal order such as "4.7.11"'
        ) from None


@cache
def _set_numbers() -> dict[str, int]:
    return {chord_name(order): number for number, order in enumerate(normal_orders()) if number}
