"""Groups: the notes that start together and last equally long."""

from dataclasses import dataclass

import numpy as np

from symbolic.score import Score
from symbolic.tokenizers.note_chord.grid import Grid
from symbolic.tokenizers.note_chord.ordering import runs


@dataclass(frozen=True, eq=False)
class Groups:
    """What starts at each onset: one group for every duration, the shortest first.

    Attributes
    ----------
    onset, duration
        Of each group, in steps.
    first, size
        Where in `pitch` each group begins, and how many notes it has.
    pitch
        The pitches of all groups, from the lowest up; a unison is there twice.
    """

    onset: np.ndarray
    duration: np.ndarray
    first: np.ndarray
    size: np.ndarray
    pitch: np.ndarray

    def __len__(self) -> int:
        return len(self.first)


def groups(score: Score, grid: Grid, by_track: bool = False) -> Groups:
    """Sort the notes of a score into groups, of all tracks together or of each track."""
    onset, track, duration, pitch = grid.notes(score)
    columns = [onset, track, duration] if by_track else [onset, duration]
    columns, first, pitch = runs(columns, pitch)
    size = np.empty_like(first)
    size[:-1] = first[1:] - first[:-1]
    size[-1:] = len(pitch) - first[-1:]
    return Groups(columns[0], columns[-1], first, size, pitch)
