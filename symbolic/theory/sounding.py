"""What sounds when: the pitched notes of a score, measured between moments."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from symbolic.score import Score


def pitched(score: "Score") -> np.ndarray:
    """The notes that have a pitch: those of every track but the drums."""
    drums = [index for index, track in enumerate(score.tracks) if track.is_drum]
    return score.notes[~np.isin(score.notes["track"], drums)] if drums else score.notes


def last_end(notes: np.ndarray) -> int:
    """The tick at which the last note ends."""
    return int((notes["start"] + notes["duration"]).max()) if len(notes) else 0


def sounding(notes: np.ndarray, tones: np.ndarray, width: int, edges: np.ndarray) -> np.ndarray:
    """How many ticks each tone sounds between each edge and the next.

    Parameters
    ----------
    notes
        A note table.
    tones
        For each note a number below `width`: its pitch, or its pitch class.
    edges
        Ticks in rising order; a note counts only for what lies between them.

    Returns
    -------
    array (len(edges) - 1, width)
        Two voices on one tone count twice.
    """
    ends = notes["start"] + notes["duration"]
    heard = _since(notes["start"], tones, width, edges) - _since(ends, tones, width, edges)
    return np.diff(heard, axis=0)


def _since(times: np.ndarray, tones: np.ndarray, width: int, edges: np.ndarray) -> np.ndarray:
    """For each edge and tone, the ticks passed since each of the times before it, summed."""
    cell = edges.searchsorted(times) * width + tones
    shape = len(edges) + 1, width
    count = np.bincount(cell, minlength=shape[0] * width).reshape(shape)[:-1]
    total = np.bincount(cell, weights=times, minlength=shape[0] * width).reshape(shape)[:-1]
    return count.cumsum(axis=0) * edges[:, None] - total.cumsum(axis=0)
