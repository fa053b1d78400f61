"""The compiled loops of the voiced form, where they were built: see _line.c."""

import numpy as np

from symbolic.score.tables import NOTE
from symbolic.tokenizers.note_chord.grid import Grid
from symbolic.tokenizers.note_chord.groups import Groups
from symbolic.tokenizers.note_chord.meanings import Meanings
from symbolic.tokenizers.note_chord.voicings import Voicings
from symbolic.tokenizers.vocabulary import Vocabulary

try:
    from symbolic.tokenizers.note_chord._line import read, write
except ImportError:  # installed without a compiler
    read = write = None

IS_COMPILED = write is not None


class Line:
    """The compiled loops for one vocabulary."""

    def __init__(self, grid: Grid, vocabulary: Vocabulary, voicings: Voicings, meanings: Meanings):
        first = np.array([kind.first for kind in vocabulary.kinds.values()], np.int64)
        self._writing = voicings.child, voicings.number_at, first, voicings.longest, grid.bar
        self._reading = *meanings, grid.ticks, grid.longest

    def write(self, found: Groups) -> np.ndarray:
        """The ids of groups in order."""
        columns = found.onset, found.duration, found.first, found.size, found.pitch
        whole = (np.ascontiguousarray(column, np.int64) for column in columns)
        return np.frombuffer(write(*whole, *self._writing), np.int32)

    def read(self, ids: np.ndarray) -> np.ndarray:
        """The table of notes that ids stand for."""
        return np.frombuffer(read(ids, *self._reading), NOTE)
