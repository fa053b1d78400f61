"""The notes of the voices where their bars are played, as often as they are."""

from collections.abc import Sequence

import numpy as np

from symbolic.files.abc.voice import UNTIED, Voice
from symbolic.files.playing.rows import Bar

ROW = 7  # the columns of a voice's rows
BAR, START, LENGTH, TIED, PIECE = 0, 1, 2, 6, 7


def unfold_notes(voices: Sequence[Voice], bars: Sequence[Bar], order: Sequence[int]) -> np.ndarray:
    """Rows of start and length in units, pitch, velocity and voice.

    Tied notes are joined as they are played: a note tied over into a first ending is not held
    when the second is played instead.
    """
    pieces = _pieces(voices)
    pieces = pieces[pieces[:, BAR].argsort(kind="stable")]
    first = pieces[:, BAR].searchsorted(np.arange(len(bars) + 1))
    lengths = np.array([bar.length for bar in bars], np.int64)
    played = np.array(order, np.int64)
    counts = (first[1:] - first[:-1])[played]
    begins = lengths[played].cumsum() - lengths[played]
    chosen = np.arange(counts.sum()) + np.repeat(first[played] - (counts.cumsum() - counts), counts)
    unfolded = pieces[chosen]
    unfolded[:, START] += np.repeat(begins, counts)
    return _joined(unfolded)[:, START:TIED]


def _pieces(voices: Sequence[Voice]) -> np.ndarray:
    """The rows of all voices, numbered; ties name these numbers."""
    rows = [np.array(voice.rows, np.int64).reshape(-1, ROW) for voice in voices]
    count = 0
    for some in rows:
        tied = some[:, TIED]
        tied[tied != UNTIED] += count
        count += len(some)
    return np.column_stack([np.concatenate(rows), np.arange(count)])


def _joined(notes: np.ndarray) -> np.ndarray:
    """Make one note of the pieces that are tied together and played one after the other."""
    tied = notes[:, TIED]
    if (tied == UNTIED).all():
        return notes
    linked = (tied != UNTIED) | np.isin(notes[:, PIECE], tied)
    heads: dict[int, tuple[int, int]] = {}  # of a piece: the note that it is in, and its end
    keep = np.ones(len(notes), bool)
    for place in linked.nonzero()[0].tolist():
        start, length, piece, before = notes[place, [START, LENGTH, PIECE, TIED]].tolist()
        head, end = heads.get(before, (place, UNTIED))
        if end == start:
            notes[head, LENGTH] += length
            keep[place] = False
        else:
            head = place
        heads[piece] = head, start + length
    return notes[keep]
