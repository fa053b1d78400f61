"""Passages: pieces as rows of steps from note to note, alike in every key and at every tempo.

A step says how much later the next note begins, how much higher it is, and how long it lasts, in
12ths of a quarter. All notes of a score stand in one row, by onset and then by pitch, whatever
their tracks; drums are left out, unless there is nothing else.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from symbolic.score import Score
from symbolic.theory.sounding import pitched

GRID = 12  # parts of a quarter, as in bar tokens; onsets and ends go to the nearest
LONGEST = 2**26 - 1  # parts that a step or a note is told apart by


class Passages(NamedTuple):
    """Pieces end to end, in columns: a row for every note.

    Attributes
    ----------
    steps
        From each note to the next of its piece, as one number; -1 for the last.
    begins, ends
        Where notes begin and end, in bars from the beginning of the piece.
    first
        The row of the first note of every piece; and how many there are.
    """

    steps: np.ndarray
    begins: np.ndarray
    ends: np.ndarray
    first: np.ndarray

    @property
    def lengths(self) -> np.ndarray:
        """How many notes each piece has."""
        return np.diff(self.first)


def passages(scores: Iterable[Score], grid: int = GRID) -> Passages:
    """The passages of some scores.

    >>> tune = Score(480, notes=[(0, 480, 60, 80, 0), (480, 480, 64, 80, 0)])
    >>> found = passages([tune, tune.transpose(5).set_tempo(90)])
    >>> bool(found.steps[0] == found.steps[2]), found.ends.tolist()
    (True, [0.25, 0.5, 0.25, 0.5])
    """
    rows = [_rows(score, grid) for score in scores]
    empty = (np.zeros(0, np.int64), np.zeros(0), np.zeros(0))
    steps, begins, ends = (np.concatenate(parts) for parts in zip(empty, *rows, strict=True))
    lengths = np.array([len(row[0]) for row in rows], np.int64)
    return Passages(steps, begins, ends, np.append(0, lengths.cumsum()))


def _rows(score: Score, grid: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    notes = pitched(score)
    if len(notes) == 0:
        notes = score.notes
    start, end = notes["start"], notes["start"] + notes["duration"]
    onset, last = (_nearest(ticks * grid, score.resolution) for ticks in (start, end))
    pitch = notes["pitch"].astype(np.int64)
    order = np.lexsort([-last, pitch, onset])
    again = (np.diff(onset[order]) == 0) & (np.diff(pitch[order]) == 0)
    kept = order[np.append(True, ~again)[: len(order)]]  # of unisons the longest
    onset, last, pitch = onset[kept], last[kept], pitch[kept]
    length = np.clip(last - onset, 1, LONGEST)[1:]
    later, higher = np.diff(onset).clip(0, LONGEST), np.diff(pitch) + 127
    steps = (later << 34 | length << 8 | higher) if len(kept) else later
    return (
        np.append(steps, -1)[: len(kept)],
        _in_bars(score, start[kept]),
        _in_bars(score, end[kept]),
    )


def _nearest(parts: np.ndarray, resolution: int) -> np.ndarray:
    return (2 * parts + resolution) // (2 * resolution)


def _in_bars(score: Score, ticks: np.ndarray) -> np.ndarray:
    """Moments in bars: whole ones before, and the share of the one that they lie in."""
    bar, position = score.timeline.ticks_to_bars(ticks)
    length = score.timeline.bars_to_ticks(bar + 1) - score.timeline.bars_to_ticks(bar)
    return bar + position / np.maximum(length, 1)
